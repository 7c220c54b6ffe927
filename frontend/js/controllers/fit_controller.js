import { Controller } from "@hotwired/stimulus";

// Says in words when a call was talked for less, or more, than calls with the chosen outcome are.
// It is a hint: nothing is ever forbidden by it.
export default class extends Controller {
  static targets = ["words"];

  weigh() {
    this.wordsTarget.textContent = this.#doubt();
  }

  #doubt() {
    const chosen = this.element.querySelector("[name=outcome]:checked")?.closest("[data-category]");
    const talked = Number(document.querySelector("#callbar")?.dataset.talked ?? Number.NaN);
    if (!chosen || Number.isNaN(talked)) return "";
    const { least, most, tooShort, tooLong } = chosen.dataset;
    if (least && talked < Number(least)) return tooShort;
    if (most && talked > Number(most)) return tooLong;
    return "";
  }
}
