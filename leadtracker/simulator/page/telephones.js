// Asks for the telephones every second and sends the buttons without leaving the page.

const EVERY_MS = 1000;
let shown = null;

async function refresh() {
  const answer = await fetch("/telephones").catch(() => null);
  document.body.classList.toggle("is-lost", !answer?.ok);
  if (!answer?.ok) return;
  const html = await answer.text();
  if (html === shown) return;
  shown = html;
  const focused = document.activeElement?.id;
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("telephones");
  document.getElementById("telephones").replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus();
}

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const body = new URLSearchParams(new FormData(form));
  await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  await refresh();
}

document.addEventListener("submit", send);
setInterval(() => {
  if (!document.hidden) refresh();
}, EVERY_MS);
