// One per browser and person: holds the only stream to the server and passes what it hears to every
// tab. A browser opens six connections to a server at most, so a stream per tab would block the
// seventh tab for good.

import { Feed } from "./lib/feed.js";

const REMEMBERED = 200;
const tabs = new Set();
const recent = [];
let feed = null;
let open = false;

self.onconnect = ({ ports: [tab] }) => {
  tab.onmessage = ({ data }) => (data.type === "hello" ? greet(tab, data) : leave(tab));
};

// A tab that was rendered before the newest event gets what it missed since.
function greet(tab, { url, after }) {
  tabs.add(tab);
  if (!feed) {
    begin(url, after);
    return;
  }
  tab.postMessage({ type: "state", open });
  for (const message of recent) {
    if (after !== null && message.id > after) tab.postMessage(message);
  }
}

function leave(tab) {
  tabs.delete(tab);
  if (tabs.size) return;
  feed?.stop();
  feed = null;
}

function begin(url, after) {
  const mine = new Feed(url, pass);
  feed = mine;
  mine.start(after).then(() => {
    if (feed === mine) feed = null;
  });
}

function pass(message) {
  if (message.type === "state") open = message.open;
  if (message.type === "event") recent.push(message);
  if (recent.length > REMEMBERED) recent.shift();
  for (const tab of tabs) tab.postMessage(message);
}
