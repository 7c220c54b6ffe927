import { Controller } from "@hotwired/stimulus";
import { combination, findControl, isTaken, isTyping, isVisible } from "../lib/keys.js";

// The markup is the key map: [data-key] is clicked, [data-key-focus] is focused. Single keys sleep
// while somebody types; Escape leaves the field.
export default class extends Controller {
  key(event) {
    if (isTaken(event)) return;
    const key = combination(event);
    if (isTyping(event.target) && !key.startsWith("ctrl+")) {
      this.#leave(event, key);
      return;
    }
    const field = findControl("data-key-focus", key);
    const control = field ?? findControl("data-key", key);
    if (!control) return;
    event.preventDefault();
    if (field) this.#enter(field);
    else control.click();
  }

  #enter(field) {
    field.focus();
    field.select?.();
  }

  // In a dialog Escape closes it, which the browser does by itself. Elsewhere the field is left as it
  // is: a browser would empty a search field first, and the list would be searched for nothing.
  #leave(event, key) {
    const inDialog = event.target.closest("dialog:modal, [popover]:popover-open");
    if (key !== "escape" || inDialog || !isVisible(event.target)) return;
    event.preventDefault();
    event.target.blur();
  }
}
