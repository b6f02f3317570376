import { describe, expect, test } from "vitest";
import { isSameOrigin } from "./same-origin";

type Seen = Parameters<typeof isSameOrigin>[0];
const seen = (headers: Partial<Seen>): Seen => ({
  origin: null,
  host: "code.lan:8000",
  secFetchSite: null,
  ...headers,
});

describe("without PUBLIC_URL the Origin's host is Host", () => {
  test.each<[string, Partial<Seen>, boolean]>([
    ["our own page", { origin: "http://code.lan:8000" }, true],
    ["our own page behind an https proxy", { origin: "https://code.lan", host: "code.lan" }, true],
    ["Host in capitals", { origin: "http://code.lan:8000", host: "CODE.lan:8000" }, true],
    ["IPv6", { origin: "http://[::1]:8000", host: "[::1]:8000" }, true],
    ["another port", { origin: "http://code.lan:8001" }, false],
    ["another host", { origin: "http://evil.example" }, false],
    ["a host that begins alike", { origin: "http://code.lan:8000.evil.example" }, false],
    ["a user part", { origin: "http://code.lan:8000@evil.example" }, false],
    ["a sandboxed frame", { origin: "null" }, false],
    ["an empty Origin", { origin: "" }, false],
    ["no Host", { origin: "http://code.lan:8000", host: null }, false],
    ["Origin against Sec-Fetch-Site", { origin: "http://evil.example", secFetchSite: "same-origin" }, false],
    ["Sec-Fetch-Site alone", { secFetchSite: "same-origin" }, true],
    ["a sibling", { secFetchSite: "same-site" }, false],
    ["elsewhere", { secFetchSite: "cross-site" }, false],
    ["typed into the address bar", { secFetchSite: "none" }, false],
    ["neither", {}, false],
  ])("%s", (_name, headers, same) => {
    expect(isSameOrigin(seen(headers), undefined)).toBe(same);
  });
});

describe("with PUBLIC_URL the Origin is that", () => {
  test.each<[string, Partial<Seen>, boolean]>([
    ["our own page", { origin: "https://code.example.com" }, true],
    ["the same host by http", { origin: "http://code.example.com" }, false],
    ["the address the request came to", { origin: "http://code.lan:8000" }, false],
    ["Sec-Fetch-Site alone", { secFetchSite: "same-origin" }, true],
  ])("%s", (_name, headers, same) => {
    expect(isSameOrigin(seen(headers), "https://code.example.com")).toBe(same);
  });
});
