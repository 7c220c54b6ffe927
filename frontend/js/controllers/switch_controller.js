import { Controller } from "@hotwired/stimulus";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

// Tabs over panels that are already on the page: click, arrows, Home and End.
// <div data-controller="switch"> <div role="tablist"> <button role="tab" data-switch-target="tab"
// aria-controls="panel-id" data-action="switch#show keydown->switch#key">
export default class extends Controller {
  static targets = ["tab"];

  connect() {
    const selected = this.tabTargets.find((tab) => tab.ariaSelected === "true");
    this.#select(selected ?? this.tabTargets[0]);
  }

  show({ currentTarget }) {
    this.#select(currentTarget);
  }

  key(event) {
    const tabs = this.tabTargets;
    const at = tabs.indexOf(event.currentTarget);
    const to = { Home: 0, End: tabs.length - 1 }[event.key] ?? at + (STEPS[event.key] ?? 0);
    if (to === at) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    this.#select(tab);
    tab.focus();
  }

  #select(chosen) {
    for (const tab of this.tabTargets) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !on;
    }
  }
}
