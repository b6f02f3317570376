import { expect, test } from "vitest";
import { CLIENT_NAME_MAX } from "@/lib/contracts/limits";
import { clientName } from "./client-name";

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  ["Firefox on Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"],
  ["Chrome on Windows", `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36`],
  ["Edge on Windows", `Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`],
  [
    "Opera on macOS",
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/130 Safari/537 OPR/115`,
  ],
  ["Chrome on Android", `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/131.0 Mobile Safari/537.36`],
  ["Chrome on Linux", `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/131.0 Safari/537.36`],
  [
    "Safari on iPhone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Version/17.6 Mobile Safari/604.1",
  ],
  [
    "Safari on macOS",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605",
  ],
  ["Firefox on iPad", "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605 FxiOS/133 Safari/605"],
  ["Firefox", "Mozilla/5.0 Firefox/133.0"],
  ["curl", "curl/8.5.0"],
  ["python-requests", "python-requests/2.32.3"],
  ["node", "node"],
  [null, "Mozilla/5.0 (compatible)"],
  [null, "<b>bold</b>/1"],
  [null, "\u202eevil/1"],
  [null, "a\0b/1"],
  [null, ""],
  [null, null],
  [null, undefined],
])("%s", (name, userAgent) => {
  expect(clientName(userAgent)).toBe(name);
});

test("a hostile header is bounded, and read in no time", () => {
  const since = performance.now();
  for (const part of ["a", "Mozilla/", "Chrome on ", "\ud800", "Mac ", "x-"]) {
    const name = clientName(part.repeat(1_000_000)) ?? "";
    expect(name.length).toBeLessThanOrEqual(CLIENT_NAME_MAX);
  }
  expect(performance.now() - since).toBeLessThan(500);
});
