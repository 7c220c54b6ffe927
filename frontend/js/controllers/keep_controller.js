import { Controller } from "@hotwired/stimulus";

// Keeps what is typed into a field in sessionStorage until the server has it, so that no reload,
// sign-out or broken line loses it. For the fields of an htmx form:
// <textarea data-controller="keep" data-keep-key-value="call-7-note" data-action="keep#save">
// It is forgotten once the form's own request was accepted; 422 keeps it.
export default class extends Controller {
  static values = { key: String };

  connect() {
    const kept = sessionStorage.getItem(this.#name);
    if (kept !== null && !this.element.value) {
      this.element.value = kept;
      this.dispatch("restored");
    }
    this.element.form?.addEventListener("htmx:afterRequest", this.#answered);
  }

  disconnect() {
    this.element.form?.removeEventListener("htmx:afterRequest", this.#answered);
  }

  save() {
    if (this.element.value) sessionStorage.setItem(this.#name, this.element.value);
    else sessionStorage.removeItem(this.#name);
  }

  #answered = ({ target, detail }) => {
    const isOwn = target === this.element.form && detail.requestConfig.verb !== "get";
    const isAccepted = detail.xhr.status >= 200 && detail.xhr.status < 300;
    if (isOwn && isAccepted) sessionStorage.removeItem(this.#name);
  };

  get #name() {
    return `kept:${this.keyValue}`;
  }
}
