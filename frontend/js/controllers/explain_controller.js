import { Controller } from "@hotwired/stimulus";
import { isAsleep, isVisible } from "../lib/keys.js";

const NAMES = {
  ctrl: "Ctrl ",
  shift: "⇧",
  enter: "↵",
  escape: "Esc",
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
};

// What is on every page has its own place in the list.
const SHELL = "dialog, .rail, .search-trigger";

// Fills the keyboard help from the controls that answer now: the same attributes that bind the keys.
export default class extends Controller {
  static targets = ["page", "list", "row", "places"];

  list() {
    const controls = [...document.querySelectorAll("[data-key], [data-key-focus]")].filter(
      (control) => !control.closest(SHELL) && isVisible(control) && !isAsleep(control),
    );
    const keys = new Map();
    for (const control of controls) {
      const key = control.dataset.key ?? control.dataset.keyFocus;
      if (!keys.has(key)) keys.set(key, words(control));
    }
    this.#fill(this.listTarget, [...keys].map(([key, text]) => [[key], text]));
    this.pageTarget.hidden = keys.size === 0;
    if (this.hasPlacesTarget) this.#fill(this.placesTarget, places());
  }

  #fill(list, rows) {
    list.replaceChildren(...rows.map(([keys, text]) => this.#row(keys, text)));
  }

  #row(keys, text) {
    const row = this.rowTarget.content.firstElementChild.cloneNode(true);
    row.querySelector("dt").append(...keys.map(kbd));
    row.querySelector("dd").textContent = text;
    return row;
  }
}

function places() {
  return [...document.querySelectorAll("[data-go]")].map((place) => [
    ["g", place.dataset.go],
    words(place.querySelector(".rail-label") ?? place),
  ]);
}

function kbd(key) {
  const element = document.createElement("kbd");
  const parts = key.split("+");
  element.textContent = parts.map((part) => NAMES[part] ?? part.toUpperCase()).join("");
  return element;
}

// What a control is called, without the key printed on it.
function words(control) {
  if (control.ariaLabel) return control.ariaLabel;
  const label = control.labels?.[0] ?? control;
  const copy = label.cloneNode(true);
  for (const part of copy.querySelectorAll("kbd, .outcome-then, select, textarea")) part.remove();
  const pieces = [...copy.childNodes].map((piece) => piece.textContent.trim());
  return pieces.filter(Boolean).join(" ") || control.placeholder || "";
}
