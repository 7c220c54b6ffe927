import { Controller } from "@hotwired/stimulus";
import { combination, isTaken, isTyping, scope } from "../lib/keys.js";

const PATIENCE = 1200;

// G, then a letter: the place in the rail that carries it as data-go.
export default class extends Controller {
  #asked = -PATIENCE;

  key(event) {
    if (isTaken(event) || isTyping(event.target) || scope() !== document) return;
    const key = combination(event);
    const place = this.#isAsked && this.#place(key);
    this.#asked = key === "g" ? performance.now() : -PATIENCE;
    if (!place) return;
    event.preventDefault();
    place.click();
  }

  get #isAsked() {
    return performance.now() - this.#asked < PATIENCE;
  }

  // Asked of the whole page: on a phone the rail hides, the keys of a keyboard still work.
  #place(key) {
    return document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  }
}
