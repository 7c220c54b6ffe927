import { Controller } from "@hotwired/stimulus";

const FIELDS = "input:not([type=hidden], [type=file], [type=password]), textarea, select";

// A swap never loses what somebody is typing: fields changed by hand keep their value, focus and
// cursor across it, unless the swap answers their own form.
export default class extends Controller {
  #kept = new Map();

  note({ detail }) {
    const sender = detail.requestConfig?.elt ?? detail.elt;
    for (const field of detail.target.querySelectorAll?.(FIELDS) ?? []) {
      if (field.id && isChanged(field) && !isSentBy(field, sender)) {
        this.#kept.set(field.id, remember(field));
      }
    }
  }

  restore() {
    for (const [id, kept] of this.#kept) {
      const field = document.getElementById(id);
      if (field && field !== kept.field) put(field, kept);
    }
    this.#kept.clear();
  }
}

function isSentBy(field, sender) {
  return Boolean(field.form && sender && (field.form === sender || field.form.contains(sender)));
}

function isChanged(field) {
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked !== field.defaultChecked;
  }
  if (field.options) return field.selectedIndex !== defaultIndex(field);
  return field.value !== field.defaultValue;
}

function defaultIndex({ options }) {
  return Math.max([...options].findIndex((option) => option.defaultSelected), 0);
}

function remember(field) {
  const { value, checked, selectionStart, selectionEnd } = field;
  const hadFocus = document.activeElement === field;
  return { field, value, checked, selectionStart, selectionEnd, hadFocus };
}

function put(field, { value, checked, selectionStart, selectionEnd, hadFocus }) {
  if (checked !== undefined && /checkbox|radio/.test(field.type)) field.checked = checked;
  else field.value = value;
  if (!hadFocus) return;
  field.focus({ preventScroll: true });
  if (selectionStart !== null && selectionStart !== undefined) {
    field.setSelectionRange?.(selectionStart, selectionEnd);
  }
}
