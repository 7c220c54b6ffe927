import { Controller } from "@hotwired/stimulus";

// A file field one can drop onto; it says which file it got.
export default class extends Controller {
  static targets = ["field", "title"];

  over(event) {
    event.preventDefault();
    this.element.classList.add("is-over");
  }

  leave() {
    this.element.classList.remove("is-over");
  }

  take(event) {
    event.preventDefault();
    this.leave();
    if (!event.dataTransfer.files.length) return;
    this.fieldTarget.files = event.dataTransfer.files;
    this.fieldTarget.dispatchEvent(new Event("change", { bubbles: true }));
  }

  name() {
    const [file] = this.fieldTarget.files;
    if (file) this.titleTarget.textContent = file.name;
  }
}
