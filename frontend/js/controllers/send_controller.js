import { Controller } from "@hotwired/stimulus";

const CALM = 150;

// Nothing is sent twice: a second press while the first is under way does nothing. Busy shows only
// when the answer takes longer than a moment.
export default class extends Controller {
  #pending = new Map();

  // Plain forms: the page is about to go; only the button can be pressed again.
  lock(event) {
    const form = event.target;
    if (event.defaultPrevented || isHtmx(form)) return;
    if (this.#pending.has(form)) event.preventDefault();
    else this.#mark(form, event.submitter ?? form.querySelector("[type=submit]"));
  }

  // The page came back out of the browser's cache.
  release() {
    for (const sender of [...this.#pending.keys()]) this.#unmark(sender);
  }

  // htmx would queue a second press and send it after the first; this drops it.
  guard(event) {
    if (event.detail.verb !== "get" && this.#pending.has(event.detail.elt)) event.preventDefault();
  }

  begin({ detail: { elt, requestConfig } }) {
    if (requestConfig.verb === "get") return;
    this.#mark(elt, requestConfig.triggeringEvent?.submitter ?? elt);
  }

  end(event) {
    this.#unmark(event.detail.elt);
  }

  #mark(sender, button) {
    const timer = setTimeout(() => button?.setAttribute("aria-busy", "true"), CALM);
    this.#pending.set(sender, { button, timer });
  }

  #unmark(sender) {
    const pending = this.#pending.get(sender);
    if (!pending) return;
    clearTimeout(pending.timer);
    pending.button?.removeAttribute("aria-busy");
    this.#pending.delete(sender);
  }
}

function isHtmx(form) {
  return form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete], [hx-get]");
}
