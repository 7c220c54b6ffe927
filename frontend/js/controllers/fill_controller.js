import { Controller } from "@hotwired/stimulus";

// A control that offers better words than those in the field puts them there.
export default class extends Controller {
  static targets = ["field"];

  take({ params }) {
    this.fieldTarget.value = params.due;
    this.dispatch("done", { target: this.fieldTarget });
    this.fieldTarget.focus();
  }
}
