// What the server has to tell, event by event: a stream while it holds, polling while it does not.
// The stream is read with fetch rather than EventSource, which cannot say from which event to go on,
// cannot see why it was refused, and hears only the names it knows beforehand.

const POLL = 3000;
const SILENCE = 45000; // the server speaks at least every 15 s
const LEAST_STREAM = 1000;

class SignedOut extends Error {}
class Full extends Error {
  constructor(seconds) {
    super("no stream is free");
    this.until = Date.now() + seconds * 1000;
  }
}

// tell({type: "event", id, name, data} | {type: "state", open} | {type: "resync"})
export class Feed {
  #url;
  #tell;
  #streams;
  #stopping = new AbortController();
  #open = null;
  #wasLost = false;
  #streamAgainAt = 0;
  last = null;

  constructor(url, tell, { streams = true } = {}) {
    this.#url = url;
    this.#tell = tell;
    this.#streams = streams;
  }

  async start(after) {
    this.last = after ?? null;
    while (!this.#stopping.signal.aborted) {
      try {
        if (this.#streams && Date.now() >= this.#streamAgainAt) await this.#stream();
        else await this.#poll();
      } catch (error) {
        if (error instanceof SignedOut) this.stop();
        else if (error instanceof Full) this.#streamAgainAt = error.until;
        else await this.#lost();
      }
    }
  }

  stop() {
    this.#stopping.abort();
    this.#say(false);
  }

  async #stream() {
    const started = Date.now();
    const silence = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, silence.signal]);
    const response = await this.#get("text/event-stream", this.#url, signal);
    this.#reached();
    const read = reader();
    let timer;
    for await (const text of chunks(response)) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE);
      read(text).forEach((event) => this.#pass(event));
    }
    clearTimeout(timer);
    await pause(Math.max(LEAST_STREAM - (Date.now() - started), 0));
  }

  async #poll() {
    const query = this.last === null ? "" : `?after=${this.last}`;
    const response = await this.#get("application/json", this.#url + query, this.#stopping.signal);
    const { last, events } = await response.json();
    this.#reached();
    events.forEach((event) => this.#pass(event));
    this.last = last;
    await pause(POLL);
  }

  async #get(accept, url, signal) {
    const headers = { Accept: accept };
    if (this.last !== null) headers["Last-Event-ID"] = String(this.last);
    const response = await fetch(url, { headers, signal, cache: "no-store" });
    if (response.status === 401 || response.redirected) throw new SignedOut();
    if (response.status === 503) throw new Full(Number(response.headers.get("Retry-After")) || 30);
    if (!response.ok) throw new Error(`${response.status} from ${url}`);
    return response;
  }

  // A frame without a name only says how far has been told.
  #pass({ id, name, data }) {
    if (this.last !== null && id <= this.last && name !== "resync") return;
    this.last = id;
    if (name) this.#tell({ type: "event", id, name, data });
  }

  #reached() {
    this.#say(true);
    if (this.#wasLost) this.#tell({ type: "resync" });
    this.#wasLost = false;
  }

  async #lost() {
    if (this.#stopping.signal.aborted) return;
    this.#wasLost = true;
    this.#say(false);
    await pause(POLL);
  }

  #say(open) {
    if (open === this.#open) return;
    this.#open = open;
    this.#tell({ type: "state", open });
  }
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

async function* chunks(response) {
  const source = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await source.read();
    if (done) return;
    yield value;
  }
}

// Takes text as it comes and gives the events it completes, by the rules of the WHATWG's
// server-sent events: fields up to a blank line, comments begin with a colon.
export function reader() {
  let rest = "";
  return (text) => {
    const blocks = (rest + text).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    return blocks.map(parse).filter(Boolean);
  };
}

function parse(block) {
  const fields = { id: "", event: "", data: [] };
  for (const line of block.split(/\r?\n/)) {
    const [, field, value] = line.match(/^(\w+): ?(.*)$/) ?? [];
    if (field === "data") fields.data.push(value);
    else if (field in fields) fields[field] = value;
  }
  if (!fields.id) return null;
  const data = fields.data.length ? JSON.parse(fields.data.join("\n")) : null;
  return { id: Number(fields.id), name: fields.event, data };
}
