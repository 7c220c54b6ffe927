import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";

// The line to the server: signs requests, says when one did not get through and sends it again,
// says why one was refused, and leads to the sign-in when the session is over.
export default class extends Controller {
  static targets = ["unreachable", "refusal", "reason"];
  static values = { signIn: String };
  #failed = null;

  sign({ detail }) {
    detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
  }

  // What was refused by a rule was asked of a page that may be out of date: it asks for itself anew.
  refused({ detail: { xhr } }) {
    if (xhr.status === 401) this.#signIn();
    else this.#explain(xhr);
    if (xhr.status === 409) document.body.dispatchEvent(new CustomEvent("live:resync"));
  }

  // Polls and live updates fail quietly: the live notice speaks for them.
  failed({ detail: { requestConfig } }) {
    const byHand = requestConfig.verb !== "get" || requestConfig.triggeringEvent?.isTrusted;
    if (!byHand) return;
    this.#failed = requestConfig;
    this.unreachableTarget.hidden = false;
  }

  // A new action: what was refused before is no longer the question.
  begin({ detail: { requestConfig } }) {
    if (requestConfig.verb !== "get") this.dismiss();
  }

  reached() {
    this.#failed = null;
    this.unreachableTarget.hidden = true;
  }

  retry() {
    const { verb, path, elt, target } = this.#failed ?? {};
    if (elt?.isConnected) htmx.ajax(verb, path, { source: elt, target });
    else location.reload();
  }

  dismiss() {
    this.refusalTarget.hidden = true;
  }

  #signIn() {
    const here = location.pathname + location.search;
    location.assign(`${this.signInValue}?next=${encodeURIComponent(here)}`);
  }

  #explain(xhr) {
    const isPlain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
    this.reasonTarget.textContent = isPlain ? xhr.responseText : `${xhr.status} ${xhr.statusText}`;
    this.refusalTarget.hidden = false;
  }
}
