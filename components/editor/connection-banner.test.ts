import { describe, expect, it } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { LocalCopy, SyncSnapshot } from "@/lib/collab/client-sync-types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { type BannerView, connectionBanner } from "./connection-banner";

const LIVE: SyncSnapshot = {
  state: { kind: "live" },
  status: "saved",
  away: false,
  copy: null,
  me: null,
  role: "collaborator",
  roleBy: null,
  file: null,
  waiting: 0,
  tooLarge: false,
  returned: null,
  recovery: [],
};
const CONTEXT = { maxBytes: 2 * 1024 * 1024, savedUntil: "14:02" };

const shown = (change: Partial<SyncSnapshot>) => connectionBanner({ ...LIVE, ...change }, CONTEXT);
const said = (view: BannerView | null) => view && [view.strong, view.text].filter(Boolean).join(" ");

function localCopy(): LocalCopy {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  awareness.destroy(); // its timer only
  const done = () => Promise.resolve();
  return {
    epoch: "1",
    id: "copy",
    doc,
    text: doc.getText("content"),
    awareness,
    persisted: true,
    flush: () => Promise.resolve(true),
    close: done,
    erase: done,
  };
}

describe("connectionBanner", () => {
  it("says nothing while all is well, nor of a drop that may mend itself", () => {
    expect(shown({})).toBeNull();
    expect(shown({ state: { kind: "reconnecting", attempt: 1, retryAt: 5 } })).toBeNull();
  });

  it.each([
    [0, "You are offline. Keep typing: your edits are kept here and go out when the connection is back."],
    [1, "You are offline. Keep typing: 1 edit is kept here and goes out when the connection is back."],
    [3, "You are offline. Keep typing: 3 edits are kept here and go out when the connection is back."],
  ])("offline with %i edits waiting", (waiting, words) => {
    const view = shown({ state: { kind: "offline" }, away: true, waiting });
    expect(said(view)).toBe(words);
    expect(view?.action).toBe("try-now");
  });

  it("promises a viewer nothing about edits", () => {
    const offline = shown({ state: { kind: "offline" }, away: true, role: "viewer" });
    expect(said(offline)).toBe("You are offline. The file catches up when the connection is back.");
    const state = { kind: "reconnecting", attempt: 2, retryAt: null } as const;
    expect(said(shown({ state, away: true, role: "viewer" }))).toBe(
      "The file catches up when the connection is back.",
    );
  });

  it("asks to keep the page open when the browser keeps nothing", () => {
    const copy: LocalCopy = { ...localCopy(), persisted: false };
    expect(said(shown({ state: { kind: "offline" }, away: true, waiting: 2, copy }))).toBe(
      "You are offline. Keep this page open: 2 edits are kept here and go out when the connection is back.",
    );
  });

  it("counts down to the next try once the connection has been away for long enough", () => {
    const state = { kind: "reconnecting", attempt: 2, retryAt: 1_234 } as const;
    expect(shown({ state, away: true })).toEqual({
      look: "reconnecting",
      text: "Your edits are kept.",
      retryAt: 1_234,
      action: "try-now",
    });
  });

  it("says so when it is the server that restarts", () => {
    const state = { kind: "reconnecting", attempt: 1, retryAt: null, restarting: true } as const;
    expect(said(shown({ state, away: true }))).toBe("Tandem is restarting. Your edits are kept.");
  });

  it.each([
    [0, "Back online."],
    [1, "Back online. 1 edit sent."],
    [3, "Back online. 3 edits sent."],
  ])("back with %i edits", (edits, words) => {
    expect(said(shown({ returned: { edits } }))).toBe(words);
  });

  it("names the size that the file would pass", () => {
    const words = "Not saved. The file would pass 2 MB. Undo the last paste to go on.";
    expect(said(shown({ tooLarge: true }))).toBe(words);
    expect(shown({ tooLarge: true })?.action).toBe("undo");
    const half = connectionBanner({ ...LIVE, tooLarge: true }, { ...CONTEXT, maxBytes: 512 * 1024 });
    expect(half?.text).toContain("0.5 MB");
    const few = connectionBanner({ ...LIVE, tooLarge: true }, { ...CONTEXT, maxBytes: 4 * 1024 });
    expect(few?.text).toContain("pass 4 KB.");
  });

  it("says what became of the edits when somebody is removed", () => {
    const refusal = { code: CLOSE_CODES.removed, detail: "jonas removed you from this file." };
    const state = { kind: "closed", refusal } as const;
    expect(said(shown({ state }))).toBe(
      "jonas removed you from this file. Your edits up to 14:02 are in it.",
    );
    expect(said(shown({ state, role: "viewer" }))).toBe("jonas removed you from this file.");
    expect(shown({ state })?.action).toBe("to-files");
  });

  it("leads to signing in again when the session has ended, whatever else there was to say", () => {
    const refusal = { code: CLOSE_CODES.unauthenticated, detail: "You are not signed in." };
    const view = shown({ state: { kind: "closed", refusal }, away: true, tooLarge: true, waiting: 2 });
    expect(view?.action).toBe("sign-in");
    expect(said(view)).toBe("You are signed out. Sign in again to go on. 2 edits wait here.");
  });
});
