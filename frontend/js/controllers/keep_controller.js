import { Controller } from "@hotwired/stimulus";

// Keeps what is typed into a field in sessionStorage until the server has it, so that no reload,
// sign-out or broken line loses it. For the fields of an htmx form:
// <textarea data-controller="keep" data-keep-key-value="call-7-note" data-action="keep#save">
// It is forgotten once the form's own request was accepted (422 keeps it), or a draft of it was: an
// element in the form with [data-keep-draft] sends those. What is still kept is newer than whatever
// the server has, and takes its place.
export default class extends Controller {
  static values = { key: String };

  connect() {
    const kept = sessionStorage.getItem(this.#name);
    if (kept !== null && kept !== this.element.value) {
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

  #answered = ({ target, detail: { xhr, requestConfig } }) => {
    const isAccepted = xhr.status >= 200 && xhr.status < 300;
    if (!isAccepted || requestConfig.verb === "get") return;
    const isOwn = target === this.element.form;
    if (isOwn || this.#isDraft(target, requestConfig)) sessionStorage.removeItem(this.#name);
  };

  // A draft without a call was not kept; one that was overtaken is not what stands here.
  #isDraft(target, { parameters }) {
    const isOfCall = target.matches("[data-keep-draft]") && parameters.call;
    return isOfCall && parameters[this.element.name] === this.element.value;
  }

  get #name() {
    return `kept:${this.keyValue}`;
  }
}
