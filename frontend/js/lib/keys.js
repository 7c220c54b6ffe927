// What a keystroke means: its name, whether somebody is typing, and which controls may answer.

// "d", "shift+d", "ctrl+enter", "?": Shift is named only where it does not already change the sign.
export function combination(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("ctrl");
  if (event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))) parts.push("shift");
  parts.push(event.key.toLowerCase());
  return parts.join("+");
}

// Keys that belong to the browser, to composing text, or to a controller that was quicker.
export function isTaken(event) {
  return event.defaultPrevented || event.altKey || event.isComposing || !event.key;
}

export function isTyping(element) {
  return element.matches(
    "textarea, select, [contenteditable=true], input:not([type=radio], [type=checkbox], [type=file])",
  );
}

// Only the top-most modal dialog listens.
export function scope() {
  return [...document.querySelectorAll("dialog:modal")].pop() ?? document;
}

export function isVisible(element) {
  return element.checkVisibility({ visibilityProperty: true });
}

// The visible, enabled control that carries `attribute` with this value, last in wins nothing:
// the first in reading order answers.
export function findControl(attribute, value) {
  const controls = scope().querySelectorAll(`[${attribute}="${CSS.escape(value)}"]`);
  return [...controls].find((control) => isVisible(control) && !isAsleep(control));
}

export function isAsleep(control) {
  return control.disabled || control.ariaDisabled === "true" || control.closest("[inert]") !== null;
}
