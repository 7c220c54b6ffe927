// Which of the three themes was chosen, and which of two that means now.

const KEY = "leadtracker-theme";
export const system = matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme() {
  const saved = localStorage.getItem(KEY);
  return saved === "light" || saved === "dark" ? saved : "system";
}

export function chooseTheme(theme) {
  if (theme === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  applyTheme();
}

export function applyTheme() {
  const chosen = chosenTheme();
  const now = chosen === "system" ? (system.matches ? "dark" : "light") : chosen;
  document.documentElement.dataset.theme = now;
}
