import { Controller } from "@hotwired/stimulus";

// An order while it is being taken: steps the quantities and adds up what the lines come to. The
// server counts again; what it says is what is ordered.
export default class extends Controller {
  static targets = ["line", "quantity", "sum", "total", "found"];
  static values = { currency: String, digits: Number };

  connect() {
    this.add();
  }

  lineTargetConnected() {
    this.add();
  }

  step({ currentTarget, params: { by } }) {
    const quantity = currentTarget.parentElement.querySelector("input");
    quantity.value = Math.max(0, (Number.parseInt(quantity.value, 10) || 0) + by);
    quantity.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A product that has a line already gets no second one.
  take(event) {
    const line = document.getElementById(`line-${event.params.product}`);
    this.foundTarget.replaceChildren();
    this.element.querySelector("[name=q]").value = "";
    if (!line) return;
    event.preventDefault();
    line.querySelector("input:not([type=hidden])").focus();
  }

  add() {
    let total = 0;
    for (const line of this.lineTargets) {
      const quantity = Number.parseInt(line.querySelector("[data-order-target=quantity]").value, 10);
      const sum = Number(line.dataset.price) * (quantity || 0);
      line.querySelector("[data-order-target=sum]").textContent = sum ? this.#money(sum) : "–";
      total += sum;
    }
    this.totalTarget.textContent = this.#money(total);
  }

  #money(minor) {
    const format = { style: "currency", currency: this.currencyValue };
    const language = document.documentElement.lang;
    return new Intl.NumberFormat(language, format).format(minor / 10 ** this.digitsValue);
  }
}
