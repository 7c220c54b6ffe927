import { Controller } from "@hotwired/stimulus";

// A native <dialog>: shown on request, or at once when the server sent it open. Focus comes back to
// where it was, or to the control of the same id when a swap has replaced it.
export default class extends Controller {
  static values = { open: Boolean };
  #before = null;

  connect() {
    this.element.addEventListener("dialog:show", this.#show);
    if (this.openValue && !this.element.open) this.#show();
  }

  disconnect() {
    this.element.removeEventListener("dialog:show", this.#show);
  }

  #show = () => {
    this.#before = document.activeElement;
    this.element.showModal();
    this.#enter(this.element.querySelector("[autofocus]"));
    this.dispatch("shown", { prefix: "dialog" });
  };

  // What stands in the field is replaced by what is typed: 4 instead of 0 is 4, not 40.
  #enter(field) {
    field?.focus();
    field?.select?.();
  }

  // A click on the backdrop hits the dialog itself, outside its box.
  outside({ target, clientX: x, clientY: y }) {
    if (target !== this.element) return;
    const box = this.element.getBoundingClientRect();
    const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    if (!inside) this.element.close();
  }

  closed() {
    const before = this.#before;
    if (!before) return;
    const back = before.isConnected ? before : before.id && document.getElementById(before.id);
    (back || document.getElementById("main"))?.focus({ preventScroll: true });
  }
}
