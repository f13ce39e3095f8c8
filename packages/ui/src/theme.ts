export const themes = ["light", "dark", "system"] as const;

/** The reader's choice; `system` follows the operating system. */
export type Theme = (typeof themes)[number];

/** Where the choice is kept in the browser. */
export const THEME_KEY = "theme";

/** Reads the stored choice; anything unknown, and blocked storage, counts as `system`. */
export function storedTheme(): Theme {
  try {
    const stored = window.localStorage.getItem(THEME_KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

/** Puts the choice on the document and keeps it. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") window.localStorage.removeItem(THEME_KEY);
    else window.localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Storage may be blocked; the choice then lasts until the page is left.
  }
}
