import themes from "./monaco-themes.json";
import type { IDisposable, Monaco } from "./monaco-types";

const LIGHT = "tandem-light";
const DARK = "tandem-dark";

/** The design's two themes; monaco-themes.json is made from its tokens. */
export function defineThemes(monaco: Monaco): void {
  monaco.editor.defineTheme(LIGHT, { ...withDecorators(themes[LIGHT]), base: "vs" });
  monaco.editor.defineTheme(DARK, { ...withDecorators(themes[DARK]), base: "vs-dark" });
}

/** Monaco calls Python's decorators tags, which elsewhere are keywords of HTML. */
function withDecorators<Theme extends { rules: { token: string; foreground: string }[] }>(theme: Theme) {
  const like = theme.rules.find(({ token }) => token === "decorator");
  const rules = like === undefined ? theme.rules : [...theme.rules, { ...like, token: "tag.python" }];
  return { ...theme, rules };
}

/** The page's theme now: what <html data-theme> says, else the system. */
export function currentTheme(): string {
  const chosen = document.documentElement.dataset.theme;
  const dark = chosen === "dark" || (chosen !== "light" && systemDark().matches);
  return dark ? DARK : LIGHT;
}

/** Keeps Monaco's theme that of the page, also while it changes. */
export function followTheme(monaco: Monaco): IDisposable {
  const apply = () => monaco.editor.setTheme(currentTheme());
  const observer = new MutationObserver(apply);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const system = systemDark();
  system.addEventListener("change", apply);
  apply();
  return {
    dispose() {
      observer.disconnect();
      system.removeEventListener("change", apply);
    },
  };
}

const systemDark = () => matchMedia("(prefers-color-scheme: dark)");
