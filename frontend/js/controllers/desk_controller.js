import { Controller } from "@hotwired/stimulus";

const HEARTBEAT = 10_000;
const A_MOMENT = 700;

// The call desk: the state of the call decides what is shown, an outcome key says what comes next,
// and an open desk, with or without a lead, says that its coordinator is there.
export default class extends Controller {
  static targets = ["bar", "wrap", "due"];
  static values = { renew: String };

  connect() {
    this.#renew();
    this.beat = setInterval(() => this.#renew(), HEARTBEAT);
    this.soon = setTimeout(() => this.#keepNext(), A_MOMENT);
    this.ahead = setInterval(() => this.#keepNext(), 4 * HEARTBEAT);
  }

  disconnect() {
    clearInterval(this.beat);
    clearInterval(this.ahead);
    clearTimeout(this.soon);
    delete document.body.dataset.next;
  }

  // The outcome is on its way: the lead that is kept for this desk stands there at once.
  goOn({ detail, target }) {
    const known = document.querySelector("#next-lead[data-lead-known=true]");
    const isOutcome = this.hasWrapTarget && target === this.wrapTarget && detail.elt === target;
    if (isOutcome && known) document.body.dataset.next = "on";
  }

  // It was refused or lost: what stood there stands there still.
  stay() {
    delete document.body.dataset.next;
  }

  barTargetConnected(bar) {
    const before = document.body.dataset.call;
    document.body.dataset.call = bar.dataset.state;
    if (before === bar.dataset.state) return;
    const pane = { live: "script", wrap: "wrap", owed: "wrap", empty: "queue", rest: "queue" }[bar.dataset.state];
    if (pane) document.body.dataset.show = pane;
  }

  wrapTargetConnected(form) {
    this.chosen = form.querySelector("[name=outcome]:checked");
  }

  // The key of the outcome that is chosen already, after it was taken back: no change, but meant.
  again(event) {
    if (event.target.name !== "outcome") return;
    const isChosen = this.chosen === event.target;
    this.chosen = event.target;
    if (isChosen) this.choose(event);
  }

  choose(event) {
    const radio = event.target;
    if (radio.name !== "outcome") return;
    const { category, consequence } = radio.closest("[data-category]").dataset;
    if (consequence === "follow_up") this.#askWhen();
    else if (category === "not_reached" && this.#rings) this.wrapTarget.requestSubmit();
  }

  // Enter in the follow-up field saves, once an outcome is chosen.
  enter(event) {
    if (event.target !== this.dueTarget) return;
    event.preventDefault();
    if (this.wrapTarget.querySelector("[name=outcome]:checked")) this.wrapTarget.requestSubmit();
  }

  ordered() {
    const ordered = this.wrapTarget.querySelector("[data-consequence=order] input");
    if (ordered && document.body.dataset.call !== "ready") ordered.checked = true;
  }

  // The better moment that the reading of the follow-up offers; a snooze has a reading of its own.
  take({ params, currentTarget }) {
    if (this.wrapTarget.contains(currentTarget)) this.#fill(params.due);
  }

  pane({ params }) {
    document.body.dataset.show = params.pane;
  }

  // Not in a conversation: nobody knows how long it takes, and others could call them meanwhile.
  #keepNext() {
    const place = document.getElementById("next-lead");
    if (place && document.body.dataset.call !== "blocked" && !this.#talks) {
      place.dispatchEvent(new CustomEvent("renew-next"));
    }
  }

  get #talks() {
    return document.body.dataset.call === "live" && this.barTarget.dataset.answered === "true";
  }

  #askWhen() {
    if (!this.dueTarget.value) this.#fill(this.dueTarget.dataset.tomorrow);
    this.dueTarget.focus();
    this.dueTarget.select();
  }

  #fill(words) {
    this.dueTarget.value = words;
    this.dueTarget.dispatchEvent(new CustomEvent("desk:filled", { bubbles: true }));
  }

  // The lead was rung and nobody has answered. Before, the key only chooses: nobody was tried yet.
  get #rings() {
    const { rung, answered } = this.hasBarTarget ? this.barTarget.dataset : {};
    return rung === "true" && answered !== "true";
  }

  #renew() {
    const token = document.querySelector("meta[name=csrf-token]").content;
    fetch(this.renewValue, { method: "PATCH", headers: { "X-CSRFToken": token } }).catch(() => {});
  }
}
