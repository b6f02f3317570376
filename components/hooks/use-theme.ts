import { useCallback, useSyncExternalStore } from "react";
import { readTheme, THEME_COOKIE, THEME_KEPT_SECONDS, type Theme } from "./theme";

/** The theme chosen for this browser, and how to choose another. It is in force at once and on every later page. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, chosenTheme, () => "system" as const);
  const choose = useCallback((next: Theme) => {
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    const seconds = next === "system" ? 0 : THEME_KEPT_SECONDS;
    const secure = window.location.protocol === "https:" ? "; secure" : "";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the page came over plain http
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${seconds}; samesite=lax${secure}`;
  }, []);
  return [theme, choose];
}

const chosenTheme = (): Theme => readTheme(document.documentElement.dataset.theme);

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
