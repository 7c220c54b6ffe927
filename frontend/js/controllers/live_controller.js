import { Controller } from "@hotwired/stimulus";
import { Feed } from "../lib/feed.js";

const PATIENCE = 10000;

// Tells the page what happened elsewhere: every server event becomes a DOM event on the body, so
// that markup can say hx-trigger="live:queue_changed from:body". After a broken line comes
// "live:resync": whatever was missed, ask again. The stream itself lives in a shared worker, which
// also chooses the one tab that hears "live:remind"; where there is none, this page polls.
export default class extends Controller {
  static targets = ["lost", "dot", "on", "off"];
  static values = { url: String, worker: String, reader: String, after: Number };
  #port = null;
  #feed = null;
  #patience = null;

  connect() {
    if (!this.urlValue) return;
    this.#show(false);
    if ("SharedWorker" in window) this.#share();
    else this.#poll();
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#back);
    document.addEventListener("visibilitychange", this.#look);
  }

  disconnect() {
    this.#leave();
    removeEventListener("pagehide", this.#leave);
    removeEventListener("pageshow", this.#back);
    document.removeEventListener("visibilitychange", this.#look);
  }

  #share() {
    const worker = new SharedWorker(this.workerValue, { name: `events of ${this.readerValue}` });
    worker.onerror = () => this.#poll();
    this.#port = worker.port;
    this.#port.onmessage = ({ data }) => this.#hear(data);
    this.#greet();
  }

  #greet() {
    const url = new URL(this.urlValue, location.href).href;
    this.#port.postMessage({ type: "hello", url, after: this.#after, ...this.#sight });
  }

  get #sight() {
    const desk = document.getElementById("desk") !== null;
    return { visible: !document.hidden, desk };
  }

  #look = () => this.#port?.postMessage({ type: "sight", ...this.#sight });

  #poll() {
    this.#port = null;
    this.#feed = new Feed(this.urlValue, (message) => this.#hear(message), { streams: false });
    this.#feed.start(this.#after);
  }

  get #after() {
    return this.hasAfterValue ? this.afterValue : null;
  }

  #hear(message) {
    if (message.type === "state") this.#show(message.open);
    if (message.type === "resync") this.#dispatch("resync", null);
    if (message.type === "remind") this.#dispatch("remind", null);
    if (message.type !== "event") return;
    this.afterValue = message.id;
    this.#dispatch(message.name, message.data);
    if (!this.#port && message.name === "follow_up_due" && document.hidden) {
      this.#dispatch("remind", null);
    }
  }

  #dispatch(name, detail) {
    document.body.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
  }

  // The dot is quiet; words come only when the line stays broken.
  #show(open) {
    for (const dot of this.dotTargets) dot.className = `dot dot-${open ? "ok" : "off"}`;
    for (const words of this.onTargets) words.hidden = !open;
    for (const words of this.offTargets) words.hidden = open;
    clearTimeout(this.#patience);
    if (open) this.#lost(false);
    else this.#patience = setTimeout(() => this.#lost(true), PATIENCE);
  }

  #lost(isLost) {
    for (const notice of this.lostTargets) notice.hidden = !isLost;
  }

  #leave = () => {
    clearTimeout(this.#patience);
    this.#feed?.stop();
    this.#port?.postMessage({ type: "bye" });
  };

  #back = ({ persisted }) => {
    if (!persisted) return;
    if (this.#port) this.#greet();
    else this.#poll();
  };
}
