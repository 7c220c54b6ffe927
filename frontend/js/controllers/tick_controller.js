import { Controller } from "@hotwired/stimulus";
import { clockFace, serverNow } from "../lib/clock.js";

// Counts up from data-tick-since-value, or down to data-tick-until-value and then fires "tick:done".
// Both are the server's ISO timestamps.
export default class extends Controller {
  static values = { since: String, until: String };

  connect() {
    this.timer = setInterval(() => this.#draw(), 1000);
    this.#draw();
  }

  disconnect() {
    clearInterval(this.timer);
  }

  #draw() {
    const left = this.untilValue ? Date.parse(this.untilValue) - serverNow() : null;
    const span = left ?? serverNow() - Date.parse(this.sinceValue);
    this.element.textContent = clockFace(Math.max(Math.floor(span / 1000), 0));
    if (left === null || left > 0) return;
    clearInterval(this.timer);
    this.dispatch("done");
  }
}
