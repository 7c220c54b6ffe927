import { Controller } from "@hotwired/stimulus";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

// The palette: a combobox over what the server found and the places one can go to. The focus stays
// in the field; the arrows move the selection, Enter follows it.
export default class extends Controller {
  static targets = ["field", "row", "group", "none"];

  filter() {
    const words = this.fieldTarget.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of this.rowTargets) {
      const text = row.textContent.toLowerCase();
      const isFound = row.closest("#palette-found") !== null;
      row.hidden = !isFound && !words.every((word) => text.includes(word));
    }
    this.#show();
  }

  settle() {
    this.filter();
  }

  key(event) {
    const shown = this.#shown;
    const at = shown.findIndex((row) => row.ariaSelected === "true");
    if (STEPS[event.key] && shown.length) {
      event.preventDefault();
      this.#select(shown[(at + STEPS[event.key] + shown.length) % shown.length]);
    }
    if (event.key === "Enter" && shown[at]) {
      event.preventDefault();
      this.element.close();
      shown[at].click();
    }
  }

  reset() {
    this.fieldTarget.value = "";
    document.getElementById("palette-found").replaceChildren();
    this.filter();
  }

  get #shown() {
    return this.rowTargets.filter((row) => !row.hidden);
  }

  #show() {
    const shown = this.#shown;
    for (const group of this.groupTargets) {
      group.hidden = !shown.some((row) => group.contains(row));
    }
    this.noneTarget.hidden = shown.length > 0;
    this.#select(shown[0]);
  }

  #select(chosen) {
    this.rowTargets.forEach((row, index) => {
      row.id ||= `palette-row-${index}`;
      row.setAttribute("aria-selected", String(row === chosen));
    });
    if (chosen) this.fieldTarget.setAttribute("aria-activedescendant", chosen.id);
    else this.fieldTarget.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }
}
