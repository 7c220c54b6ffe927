import { Controller } from "@hotwired/stimulus";
import { applyTheme, chooseTheme, chosenTheme, system } from "../lib/theme.js";

// Light, dark or as the system; remembered in this browser, in step with its other tabs.
export default class extends Controller {
  static targets = ["choice"];

  connect() {
    system.addEventListener("change", applyTheme);
    addEventListener("storage", this.#show);
    this.#show();
  }

  disconnect() {
    system.removeEventListener("change", applyTheme);
    removeEventListener("storage", this.#show);
  }

  choose({ target }) {
    chooseTheme(target.value);
  }

  #show = () => {
    applyTheme();
    const chosen = chosenTheme();
    for (const choice of this.choiceTargets) choice.checked = choice.value === chosen;
  };
}
