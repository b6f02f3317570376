// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { awarenessStateSchema } from "@/lib/contracts/live";
import { PEOPLE_COLORS } from "@/lib/contracts/people-colors";
import { relativeSelection } from "./relative-selections";
import { type TestSession, testSession } from "./testing";

const CONTENT = "one\ntwo\nthree\n";
let open: TestSession | undefined;
const session = (options?: Parameters<typeof testSession>[1]): TestSession => {
  open = testSession(CONTENT, options);
  return open;
};

/** Somebody else with the same file, whose edits and places come over at once. */
function other(to: TestSession, clientId: number, name = "mei-lin") {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(to.copy.doc));
  doc.on("update", (update) => Y.applyUpdate(to.copy.doc, update, "server"));
  const awareness = new Awareness(doc);
  const text = doc.getText("content");
  let user = { id: clientId, name, color: PEOPLE_COLORS[1] ?? "" };
  let shown: unknown = null;
  const show = (cursor: unknown) => {
    shown = cursor;
    awareness.setLocalState({ user, cursor });
    applyAwarenessUpdate(to.copy.awareness, encodeAwarenessUpdate(awareness, [clientId]), "server");
    settle();
  };
  return {
    text,
    show,
    select: (anchor: number, head = anchor) => {
      const place = relativeSelection(text, { anchor, head });
      show({
        anchor: Y.relativePositionToJSON(place.anchor),
        head: Y.relativePositionToJSON(place.head),
      });
    },
    rename(newName: string) {
      user = { ...user, name: newName };
      show(shown);
    },
    leave() {
      awareness.setLocalState(null);
      applyAwarenessUpdate(to.copy.awareness, encodeAwarenessUpdate(awareness, [clientId]), "server");
      settle();
    },
  };
}

/** What waits for an animation frame is done. */
const settle = () => vi.advanceTimersByTime(40);
const caret = () => document.querySelector(".remote-caret");
const flagIsOpen = () => caret()?.classList.contains("is-open") ?? false;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  open?.dispose();
  open = undefined;
  vi.useRealTimers();
});

describe("another person's caret", () => {
  it("bears their name as text and their colour's place", () => {
    const me = session();
    other(me, 7, "<b>&").select(5);
    expect(caret()?.classList.contains("p2")).toBe(true);
    expect(caret()?.querySelector(".remote-flag")?.textContent).toBe("<b>&");
    expect(me.opened.rail.get().people).toMatchObject([{ clientId: 7, name: "<b>&", slot: 2, line: 2 }]);
  });

  it("bears a new name at once, and opens its flag for it", () => {
    const me = session();
    const mei = other(me, 7);
    mei.select(5);
    vi.advanceTimersByTime(2_400);
    mei.rename("mei-2");
    expect(caret()?.querySelector(".remote-flag")?.textContent).toBe("mei-2");
    expect(flagIsOpen()).toBe(true);
    expect(me.opened.rail.get().people).toMatchObject([{ clientId: 7, name: "mei-2", line: 2 }]);
    vi.advanceTimersByTime(2_400);
    mei.rename("mei-2");
    expect(flagIsOpen()).toBe(false);
  });

  it("opens its flag on a move of its own, for 2.4 seconds", () => {
    const me = session();
    const mei = other(me, 7);
    mei.select(5);
    expect(flagIsOpen()).toBe(true);
    vi.advanceTimersByTime(2_400);
    expect(flagIsOpen()).toBe(false);
    mei.select(6);
    expect(flagIsOpen()).toBe(true);
    expect(caret()?.classList.contains("is-gliding")).toBe(true);
  });

  it("follows the text when somebody edits further up, without its flag", () => {
    const me = session();
    other(me, 7).select(5);
    vi.advanceTimersByTime(2_400);
    me.editor.executeEdits("test", [
      { range: { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 1 }, text: "zero\n" },
    ]);
    settle();
    expect(flagIsOpen()).toBe(false);
    expect(caret()?.classList.contains("is-gliding")).toBe(false);
    expect(me.opened.rail.get().people).toMatchObject([{ line: 3 }]);
  });

  it("waits for the text that it points into", () => {
    const me = session();
    const late = new Y.Doc();
    late.clientID = 8;
    Y.applyUpdate(late, Y.encodeStateAsUpdate(me.copy.doc));
    late.getText("content").insert(0, "new ");
    const place = Y.relativePositionToJSON(
      Y.createRelativePositionFromTypeIndex(late.getText("content"), 2, -1),
    );
    other(me, 7).show({ anchor: place, head: place });
    expect(caret()).toBeNull();
    Y.applyUpdate(me.copy.doc, Y.encodeStateAsUpdate(late), "server");
    settle();
    expect(caret()).not.toBeNull();
  });

  it("is not there for viewers, while offline, and after they left", () => {
    const me = session();
    const mei = other(me, 7);
    mei.show(null);
    expect(caret()).toBeNull();
    mei.select(1);
    me.opened.setLive(false);
    settle();
    expect(caret()).toBeNull();
    me.opened.setLive(true);
    settle();
    expect(caret()).not.toBeNull();
    mei.leave();
    expect(caret()).toBeNull();
    expect(me.opened.rail.get().people).toEqual([]);
  });

  it.each([
    ["no place", { anchor: {}, head: {} }],
    ["a word", "here"],
    ["a type that is not there", { anchor: { type: { client: 1, clock: 1 } }, head: { tname: "content" } }],
    ["another root", { anchor: { tname: "other" }, head: { tname: "other" } }],
    ["a negative clock", { anchor: { item: { client: 1, clock: -1 } }, head: { tname: "content" } }],
  ])("does not appear at %s", (_, cursor) => {
    const me = session();
    other(me, 7).show(cursor);
    expect(caret()).toBeNull();
    expect([...me.copy.doc.share.keys()]).toEqual(["content"]);
  });
});

describe("one's own caret", () => {
  const shown = (me: TestSession) => me.copy.awareness.getLocalState()?.cursor ?? null;

  it("is shown once one has been in the code, and stays the same when others edit", () => {
    const me = session();
    settle();
    expect(shown(me)).toBeNull();
    me.editor.focus();
    me.editor.setPosition({ lineNumber: 2, column: 3 });
    settle();
    const place = shown(me);
    expect(
      awarenessStateSchema.safeParse({ cursor: place, user: { id: 1, name: "a", color: "b" } }).success,
    ).toBe(true);
    const clock = me.copy.awareness.meta.get(me.copy.awareness.clientID)?.clock;
    other(me, 7).text.insert(0, "zero ");
    settle();
    expect(shown(me)).toEqual(place);
    expect(me.copy.awareness.meta.get(me.copy.awareness.clientID)?.clock).toBe(clock);
  });

  it("is not shown by a viewer, and goes when one becomes one", () => {
    const viewer = session({ readOnly: true });
    viewer.editor.focus();
    viewer.editor.setPosition({ lineNumber: 2, column: 1 });
    settle();
    expect(shown(viewer)).toBeNull();
    viewer.editor.updateOptions({ readOnly: false });
    viewer.opened.permissionChanged();
    settle();
    expect(shown(viewer)).not.toBeNull();
    viewer.editor.updateOptions({ readOnly: true });
    viewer.opened.permissionChanged();
    settle();
    expect(shown(viewer)).toBeNull();
  });

  it("is told to the page with what is selected", () => {
    const me = session();
    me.editor.setSelection({ startLineNumber: 1, startColumn: 2, endLineNumber: 2, endColumn: 2 });
    settle();
    expect(me.places.at(-1)).toMatchObject({ line: 2, column: 2, selected: 4 });
  });
});

describe("a bar beside recent edits", () => {
  const trails = (me: TestSession) =>
    me.editor
      .getModel()
      ?.getAllDecorations()
      .filter(({ options }) => options.linesDecorationsClassName?.includes("remote-trail"))
      .map(({ range, options }) => [
        range.startLineNumber,
        range.endLineNumber,
        options.linesDecorationsClassName,
      ]);

  it("has its author's colour and fades within a minute", () => {
    const me = session();
    const mei = other(me, 7);
    mei.show(null);
    mei.text.insert(4, "2\n2");
    settle();
    expect(trails(me)).toEqual([[2, 3, "remote-trail trail-0 p2"]]);
    vi.advanceTimersByTime(30_000);
    settle();
    expect(trails(me)).toEqual([[2, 3, "remote-trail trail-3 p2"]]);
    vi.advanceTimersByTime(31_000);
    settle();
    expect(trails(me)).toEqual([]);
  });

  it("is not drawn for one's own edits nor for those of somebody unknown", () => {
    const me = session();
    me.editor.trigger("keyboard", "type", { text: "mine" });
    other(me, 9).text.insert(0, "whose?");
    settle();
    expect(trails(me)).toEqual([]);
  });
});

describe("what is written for a person", () => {
  const at = (line: number, text: string) => ({
    range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 },
    text,
  });

  it("is one step apart from what was typed, and is taken back only while it is the last", () => {
    const me = session();
    me.editor.trigger("keyboard", "type", { text: "typed " });
    const takeBack = me.opened.write([at(2, "new\n"), at(3, "newer\n")]);
    expect(me.copy.text.toString()).toBe("typed one\nnew\ntwo\nnewer\nthree\n");
    takeBack?.();
    expect(me.copy.text.toString()).toBe("typed one\ntwo\nthree\n");
    const late = me.opened.write([at(2, "again\n")]);
    me.editor.trigger("keyboard", "type", { text: "on " });
    late?.();
    expect(me.copy.text.toString()).toBe("typed on one\nagain\ntwo\nthree\n");
  });

  it("leaves others' text alone when it is taken back", () => {
    const me = session();
    const mei = other(me, 7);
    const takeBack = me.opened.write([at(2, "mine\n")]);
    Y.applyUpdate(mei.text.doc ?? new Y.Doc(), Y.encodeStateAsUpdate(me.copy.doc));
    mei.text.insert(0, "theirs ");
    takeBack?.();
    expect(me.copy.text.toString()).toBe("theirs one\ntwo\nthree\n");
  });

  it("is refused for who only reads", () => {
    const me = session({ readOnly: true });
    expect(me.opened.write([at(1, "no")])).toBeNull();
    expect(me.copy.text.toString()).toBe(CONTENT);
  });
});
