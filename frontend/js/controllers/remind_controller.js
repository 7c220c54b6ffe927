import { Controller } from "@hotwired/stimulus";
import { notify, reminders } from "../lib/reminders.js";

// Says that a callback is due when nobody can see it on a page. The words name no customer; a click
// leads to the desk.
export default class extends Controller {
  static values = { title: String, text: String, desk: String };

  show() {
    if (reminders() !== "on") return;
    notify(this.titleValue, this.textValue, () => {
      if (location.pathname !== this.deskValue) location.assign(this.deskValue);
    });
  }
}
