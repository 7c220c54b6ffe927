// One per browser and person: holds the only stream to the server and passes what it hears to every
// tab. A browser opens six connections to a server at most, so a stream per tab would block the
// seventh tab for good.

import { Feed } from "./lib/feed.js";

const REMEMBERED = 200;
const REMINDING = "follow_up_due";
const tabs = new Map(); // each with whether it is in sight and whether it shows the desk
const recent = [];
let feed = null;
let open = false;

self.onconnect = ({ ports: [tab] }) => {
  tab.onmessage = ({ data }) => {
    if (data.type === "hello") greet(tab, data);
    else if (data.type === "sight") tabs.set(tab, data);
    else leave(tab);
  };
};

// A tab that was rendered before the newest event gets what it missed since.
function greet(tab, { url, after, visible, desk }) {
  tabs.set(tab, { visible, desk });
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
  for (const tab of tabs.keys()) tab.postMessage(message);
  if (message.type === "event" && message.name === REMINDING) remind();
}

// One tab reminds for all, the desk before others, and none while any of them is in sight.
function remind() {
  const hidden = [...tabs].filter(([, { visible }]) => !visible);
  if (hidden.length < tabs.size) return;
  const [chosen] = hidden.find(([, { desk }]) => desk) ?? hidden[0] ?? [];
  chosen?.postMessage({ type: "remind" });
}
