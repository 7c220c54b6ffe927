import { Controller } from "@hotwired/stimulus";
import { isTyping } from "../lib/keys.js";

// Power mode's breath: counts down and sends the dial. While somebody types it begins
// anew; Wait stops it for this lead, and D still dials.
export default class extends Controller {
  static targets = ["dial", "words", "count"];
  static values = { seconds: Number };

  connect() {
    this.left = this.secondsValue;
    this.timer = setInterval(() => this.#pass(), 1000);
  }

  disconnect() {
    clearInterval(this.timer);
  }

  wait() {
    clearInterval(this.timer);
    this.wordsTarget.remove();
  }

  #pass() {
    this.left = isHeld() ? this.secondsValue : this.left - 1;
    this.countTarget.textContent = this.left;
    if (this.left > 0) return;
    clearInterval(this.timer);
    this.dialTarget.requestSubmit();
  }
}

// Nobody is dialled behind a note, a dialog, a menu or a hidden tab.
function isHeld() {
  const { activeElement } = document;
  const writes = activeElement && isTyping(activeElement);
  const looks = document.querySelector("dialog:modal, [popover]:popover-open");
  return Boolean(writes || looks || document.hidden);
}
