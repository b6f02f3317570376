import { describe, expect, it } from "vitest";
import { pathWithNext, wantedPath } from "./own-path";

describe("wantedPath", () => {
  it("keeps a path of our own with its query, however it is named", () => {
    expect(wantedPath({ next: "/files/7?line=3#end" })).toBe("/files/7?line=3#end");
    expect(wantedPath({ callbackUrl: "/invite/abc" })).toBe("/invite/abc");
  });

  it.each([
    "https://example.org/",
    "//example.org/",
    "/.//example.org/",
    "/a/..//example.org/",
    "/\\example.org/",
    "\\/example.org",
    "/\t/example.org",
    "javascript:alert(1)",
    "files/7",
    "",
  ])("never leads to another host: %j", (next) => {
    expect(wantedPath({ next })).toBe("/");
  });

  it("is the files page when nothing, or two things, are asked for", () => {
    expect(wantedPath({})).toBe("/");
    expect(wantedPath({ next: ["/a", "/b"] })).toBe("/");
  });
});

describe("pathWithNext", () => {
  it("leads back through wantedPath", () => {
    const url = new URL(pathWithNext("/login", "/files/7?a=b&c=d"), "http://localhost");
    expect(url.pathname).toBe("/login");
    expect(wantedPath(Object.fromEntries(url.searchParams))).toBe("/files/7?a=b&c=d");
  });

  it("says nothing of the files page, where one goes anyway", () => {
    expect(pathWithNext("/register", "/")).toBe("/register");
  });
});
