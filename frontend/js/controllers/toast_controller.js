import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";

const STAYS = 6000;

// One toast at a time, for six seconds; it waits while the pointer or the focus is on it.
export default class extends Controller {
  static targets = ["item", "template"];
  #timer = null;

  itemTargetConnected() {
    this.resume();
  }

  disconnect() {
    this.pause();
  }

  // The server's words come with the event "toast": {words, tone, undo: {url, method} or null}.
  show({ detail: { words, tone, undo } }) {
    const toast = this.templateTarget.content.firstElementChild.cloneNode(true);
    toast.classList.toggle("toast-bad", tone === "bad");
    toast.querySelector("[data-toast-words]").textContent = words;
    const button = toast.querySelector("[data-toast-undo]");
    if (undo) this.#arm(button, undo);
    else button.remove();
    this.#clear();
    this.element.append(toast);
    htmx.process(toast);
  }

  pause() {
    clearTimeout(this.#timer);
  }

  resume() {
    this.pause();
    this.#timer = setTimeout(() => this.#clear(), STAYS);
  }

  #arm(button, { url, method }) {
    button.hidden = false;
    button.setAttribute(`hx-${method}`, url);
    button.addEventListener("htmx:afterRequest", () => button.closest(".toast-item")?.remove());
  }

  #clear() {
    for (const item of this.itemTargets) item.remove();
  }
}
