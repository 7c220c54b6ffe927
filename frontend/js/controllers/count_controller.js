import { Controller } from "@hotwired/stimulus";

const COUNTED = /^\(\d+\) /;

// How many promises are due stands before the page's title: "(2) Call desk". The element is replaced
// with each new number; the old one leaves after the new one has come, and so says nothing.
export default class extends Controller {
  static values = { number: Number };

  connect() {
    const title = document.title.replace(COUNTED, "");
    document.title = this.numberValue ? `(${this.numberValue}) ${title}` : title;
  }
}
