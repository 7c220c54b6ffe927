import { Controller } from "@hotwired/stimulus";

// Puts a merge field into a line where the cursor stands, with the cursor where its fallback goes:
// data-action="insert#put" data-insert-field-param="steps-0-line" data-insert-text-param="{city|".
export default class extends Controller {
  put({ params: { field, text } }) {
    const line = document.getElementById(field);
    const { selectionStart: from, selectionEnd: to } = line;
    line.setRangeText(`${text}}`, from, to, "end");
    line.focus();
    const gap = from + text.length;
    line.setSelectionRange(gap, gap);
    line.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
