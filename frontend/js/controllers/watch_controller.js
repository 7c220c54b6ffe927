import { Controller } from "@hotwired/stimulus";

const GATHER = 150;
const CALM = 1000;

// The live floor: when something about a person changes, their row alone asks for itself anew, and
// soon after it what stands beside. The chosen person stays chosen when their row is replaced.
export default class extends Controller {
  static targets = ["person"];
  #waiting = new Map();
  #settling = null;
  #chosen = null;

  connect() {
    document.body.addEventListener("live:floor_changed", this.#hear);
  }

  disconnect() {
    document.body.removeEventListener("live:floor_changed", this.#hear);
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    clearTimeout(this.#settling);
  }

  choose({ target }) {
    const person = target.closest("[data-person]");
    if (!person) return;
    this.#chosen = person.dataset.person;
    for (const each of this.personTargets) this.#mark(each);
  }

  personTargetConnected(person) {
    this.#mark(person);
  }

  // One change often comes as several events.
  #hear = ({ detail }) => {
    const id = String(detail.user);
    clearTimeout(this.#waiting.get(id));
    this.#waiting.set(id, setTimeout(() => this.#ask(id), GATHER));
  };

  #mark(person) {
    person.classList.toggle("is-chosen", person.dataset.person === this.#chosen);
  }

  #ask(id) {
    this.#waiting.delete(id);
    const person = this.personTargets.find((each) => each.dataset.person === id);
    if (person) person.dispatchEvent(new CustomEvent("watch:person"));
    this.#settling ??= setTimeout(() => this.#settle(), CALM);
  }

  #settle() {
    this.#settling = null;
    this.element.dispatchEvent(new CustomEvent("watch:settled"));
  }
}
