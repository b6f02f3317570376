/** The person's choice; `system` follows the system. */
export type Theme = "system" | "light" | "dark";

/** A cookie and not the browser's storage: the server draws the first paint in the right theme. */
export const THEME_COOKIE = "tandem-theme";
export const THEME_KEPT_SECONDS = 365 * 86_400;

/** The choice a cookie holds; anything else, none included, is `system`. */
export function readTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
