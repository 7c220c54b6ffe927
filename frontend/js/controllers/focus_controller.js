import { Controller } from "@hotwired/stimulus";

const WRONG = '[aria-invalid="true"]';

// After a form was refused, the first wrong field has the focus.
export default class extends Controller {
  connect() {
    document.querySelector(WRONG)?.focus();
  }

  settle({ detail }) {
    if (detail.xhr?.status !== 422) return;
    detail.elt.querySelector?.(WRONG)?.focus();
  }
}
