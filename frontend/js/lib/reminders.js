// Whether this browser may and should say that a callback is due while nobody looks at the page.

const KEY = "leadtracker-reminders";

// Notifications with one tag take each other's place: several tabs show one.
const TAG = "leadtracker-callback";

// "unable": it cannot; "blocked": its owner said no; "on" or "off".
export function reminders() {
  if (!("Notification" in window) || !isSecureContext) return "unable";
  if (Notification.permission === "denied") return "blocked";
  const wanted = localStorage.getItem(KEY) === "on";
  return wanted && Notification.permission === "granted" ? "on" : "off";
}

export function wantReminders(wanted) {
  if (wanted) localStorage.setItem(KEY, "on");
  else localStorage.removeItem(KEY);
}

export function notify(title, body, clicked) {
  const notice = new Notification(title, { body, tag: TAG, renotify: true });
  notice.onclick = () => {
    notice.close();
    window.focus();
    clicked?.();
  };
}
