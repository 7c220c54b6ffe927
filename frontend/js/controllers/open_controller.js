import { Controller } from "@hotwired/stimulus";

// A control with data-open="#id" opens that dialog; one with data-close closes the one it is in.
// Help and search give way to each other; above a slide-over nothing opens.
export default class extends Controller {
  click(event) {
    const opener = event.target.closest("[data-open]");
    if (opener) this.#open(opener);
    const closer = event.target.closest("[data-close]");
    closer?.closest("dialog")?.close();
  }

  #open(opener) {
    const dialog = document.querySelector(opener.dataset.open);
    const open = document.querySelector("dialog:modal");
    if (!dialog || dialog.open || open?.matches(".slideover")) return;
    open?.close();
    dialog.dispatchEvent(new CustomEvent("dialog:show"));
  }
}
