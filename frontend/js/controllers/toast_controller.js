import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";

const STAYS = 6000;

// One toast at a time, for six seconds; it waits while the pointer or the focus is on it. It stands
// clear of what lies along the foot of the page ([data-foot]), such as the desk's dock.
export default class extends Controller {
  static targets = ["item", "template"];
  #timer = null;
  #feet = new ResizeObserver(() => this.#rise());

  connect() {
    this.watch();
  }

  itemTargetConnected() {
    this.resume();
  }

  disconnect() {
    this.pause();
    this.#feet.disconnect();
  }

  // What lies there may have been swapped.
  watch() {
    this.#feet.disconnect();
    for (const foot of document.querySelectorAll("[data-foot]")) this.#feet.observe(foot);
  }

  // The server's words come with the event "toast": {words, tone, undo: {url, method} or null}.
  show({ detail: { words, tone, undo } }) {
    const toast = this.templateTarget.content.firstElementChild.cloneNode(true);
    toast.classList.toggle("toast-bad", tone === "bad");
    toast.querySelector("[data-toast-words]").textContent = words;
    const button = toast.querySelector("[data-toast-undo]");
    if (undo) this.#arm(button, undo);
    else button.remove();
    this.#replace(toast);
    htmx.process(toast);
  }

  // The answer to a press of Undo brings a toast and is swapped after it: until then htmx needs the
  // button that was pressed.
  #replace(toast) {
    const former = this.itemTargets;
    this.element.append(toast);
    setTimeout(() => former.forEach((item) => item.remove()));
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
    // At the desk it overtakes what the call bar is asking: the answer brings another desk.
    if (document.getElementById("desk")) button.setAttribute("hx-sync", "#desk:replace");
    button.addEventListener("htmx:afterRequest", () => button.closest(".toast-item")?.remove());
  }

  // Of several, the lowest that shows.
  #rise() {
    const heights = [...document.querySelectorAll("[data-foot]")].map((foot) => foot.offsetHeight);
    this.element.style.setProperty("--foot", `${heights.findLast(Boolean) ?? 0}px`);
  }

  #clear() {
    for (const item of this.itemTargets) item.remove();
  }
}
