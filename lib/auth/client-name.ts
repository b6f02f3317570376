import { CLIENT_NAME_MAX } from "@/lib/contracts/limits";

/** Longer ones are cut before they are looked at; no browser's is near it. */
const USER_AGENT_MAX = 512;

/** The first that fits counts: most browsers also call themselves Chrome and Safari. */
const BROWSERS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\b(?:OPR|OPT|OPX)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/(?:Chrome|Chromium|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac(?:intosh| OS X)\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];
const PRODUCT = /^[A-Za-z][\w.-]{0,39}(?=[/ ]|$)/;

/**
 * What signed in, as a person would say it: `Firefox on Linux`, `curl`. Whoever signs in writes the header, so it says
 * nothing for sure, and no more than known names and one plain word of it is kept. Null: it says nothing.
 */
export function clientName(userAgent: string | null | undefined): string | null {
  const text = userAgent?.slice(0, USER_AGENT_MAX) ?? "";
  const browser = firstOf(BROWSERS, text);
  if (browser === undefined) {
    const product = PRODUCT.exec(text)?.[0];
    return product === undefined || product === "Mozilla" ? null : product.slice(0, CLIENT_NAME_MAX);
  }
  const system = firstOf(SYSTEMS, text);
  return system === undefined ? browser : `${browser} on ${system}`;
}

const firstOf = (known: typeof BROWSERS, text: string) => known.find(([mark]) => mark.test(text))?.[1];
