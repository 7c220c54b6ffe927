import { Controller } from "@hotwired/stimulus";
import { combination, isTaken, isTyping, isVisible, scope } from "../lib/keys.js";

const STEPS = { j: 1, k: -1 };
const CHOICES = { arrowdown: 1, arrowup: -1 };

// J and K move through the rows ([data-row]), Enter opens one, X ticks its box. Arrows and Enter
// choose among the buttons of a visible [data-choices], unless a control has the focus.
export default class extends Controller {
  key(event) {
    if (isTaken(event) || isTyping(event.target) || scope() !== document) return;
    const key = combination(event);
    const done = STEPS[key]
      ? this.#walk(STEPS[key])
      : CHOICES[key]
        ? this.#choose(CHOICES[key], event)
        : key === "enter"
          ? this.#open(event) || this.#take(event)
          : key === "x" && this.#tick();
    if (done) event.preventDefault();
  }

  #walk(step) {
    const rows = [...document.querySelectorAll("[data-row]")].filter(isVisible);
    if (!rows.length) return false;
    const focused = rows.findIndex((row) => row.contains(document.activeElement));
    const current = rows.findIndex((row) => row.matches('[aria-current="true"]'));
    const from = focused >= 0 ? focused : current >= 0 ? current : step > 0 ? -1 : 0;
    rows[(from + step + rows.length) % rows.length].focus();
    return true;
  }

  // A row that is itself a link opens by itself.
  #open(event) {
    if (!event.target.matches("[data-row]:not(a, button)")) return false;
    event.target.querySelector("a[href]")?.click();
    return true;
  }

  #tick() {
    const box = document.activeElement?.closest("[data-row]")?.querySelector("[type=checkbox]");
    box?.click();
    return Boolean(box);
  }

  #choose(step, event) {
    const choices = this.#choices(event);
    if (!choices.length) return false;
    const at = choices.findIndex((choice) => choice.matches(".is-focus"));
    choices[at]?.classList.remove("is-focus");
    choices[(at + step + choices.length) % choices.length].classList.add("is-focus");
    return true;
  }

  #take(event) {
    const choice = this.#choices(event).find((candidate) => candidate.matches(".is-focus"));
    choice?.click();
    return Boolean(choice);
  }

  #choices(event) {
    if (event.target.closest("a, button, input, summary, [tabindex]:not(main)")) return [];
    const group = [...document.querySelectorAll("[data-choices]")].find(isVisible);
    return group ? [...group.querySelectorAll("button, a")].filter(isVisible) : [];
  }
}
