import { Controller } from "@hotwired/stimulus";

// Walks through the steps of a script, one on the screen at a time.
export default class extends Controller {
  static targets = ["step", "next", "back"];
  static values = { index: { type: Number, default: 0 } };

  forward() {
    this.indexValue = Math.min(this.indexValue + 1, this.stepTargets.length - 1);
  }

  back() {
    this.indexValue = Math.max(this.indexValue - 1, 0);
  }

  indexValueChanged(index) {
    this.stepTargets.forEach((step, place) => (step.hidden = place !== index));
    this.nextTargets.forEach((next, place) => (next.hidden = place !== index));
    this.backTargets.forEach((back) => (back.hidden = index === 0));
  }
}
