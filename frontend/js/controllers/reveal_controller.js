import { Controller } from "@hotwired/stimulus";

// Shows a password while its button is pressed in.
export default class extends Controller {
  static targets = ["field", "button"];

  toggle() {
    const shown = this.fieldTarget.type === "text";
    this.fieldTarget.type = shown ? "password" : "text";
    this.buttonTarget.setAttribute("aria-pressed", String(!shown));
  }
}
