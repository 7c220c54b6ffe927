import { Controller } from "@hotwired/stimulus";
import { notify, reminders, wantReminders } from "../lib/reminders.js";

// Turns this browser's reminders on and off. It asks for leave when the button is pressed, never by
// itself, and shows what they look like.
export default class extends Controller {
  static targets = ["state", "button"];
  static values = { title: String, text: String };

  connect() {
    this.#show();
  }

  async turnOn() {
    const answer = await Notification.requestPermission();
    wantReminders(answer === "granted");
    this.#show();
    if (answer === "granted") notify(this.titleValue, this.textValue);
  }

  turnOff() {
    wantReminders(false);
    this.#show();
  }

  #show() {
    const state = reminders();
    for (const part of [...this.stateTargets, ...this.buttonTargets]) {
      part.hidden = part.dataset.state !== state;
    }
  }
}
