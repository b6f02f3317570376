// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { liveFinding } from "@/test-support/live-finding";
import { hoverText, messageParts, rulePage } from "./findings-hover";
import { findingsAt, nextFinding } from "./findings-order";
import { type TestSession, testSession } from "./testing";

const CONTENT = "import json\nx = [1]\nprint(y)\n";
let open: TestSession | undefined;
const session = (options?: Parameters<typeof testSession>[1], content = CONTENT): TestSession => {
  open = testSession(content, options);
  return open;
};
/** What waits for an animation frame is done. */
const settle = () => vi.advanceTimersByTime(40);
const marks = (of: TestSession) =>
  of.opened.findings.get().placed.map(({ finding: { id }, start, end }) => {
    const line = of.opened.model.getLineContent(start.lineNumber);
    return `${id} ${start.lineNumber}:${start.column} ${line.slice(start.column - 1, end.column - 1)}`;
  });
const text = (of: TestSession) => of.copy.text.toString();
/** Somebody else edits. */
const remote = (of: TestSession, edit: (text: Y.Text) => void) => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(of.copy.doc));
  edit(doc.getText("content"));
  Y.applyUpdate(of.copy.doc, Y.encodeStateAsUpdate(doc), "server");
  settle();
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  open?.dispose();
  open = undefined;
  vi.useRealTimers();
});

describe("marks", () => {
  it("move with the text, are told to the rail, and go with what they are on", () => {
    const me = session();
    me.opened.findings.set([liveFinding(me.copy.text, "y", { id: 3, severity: "error" })]);
    settle();
    expect(marks(me)).toEqual(["3 3:7 y"]);
    expect(me.opened.rail.get().problems).toMatchObject([{ id: 3, severity: "error" }]);
    remote(me, (other) => other.insert(0, "# 👍\n"));
    expect(marks(me)).toEqual(["3 4:7 y"]);
    me.editor.setPosition({ lineNumber: 4, column: 1 });
    me.editor.trigger("keyboard", "type", { text: "  " });
    settle();
    expect(marks(me)).toEqual(["3 4:9 y"]);
    remote(me, (other) => other.delete(other.toString().indexOf("y)"), 1));
    expect(marks(me)).toEqual([]);
    expect(me.opened.rail.get().problems).toEqual([]);
  });

  it("wait for text that is still on the way", () => {
    const me = session();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(me.copy.doc));
    doc.getText("content").insert(0, "late = z\n");
    me.opened.findings.set([liveFinding(doc.getText("content"), "z")]);
    settle();
    expect(marks(me)).toEqual([]);
    Y.applyUpdate(me.copy.doc, Y.encodeStateAsUpdate(doc), "server");
    settle();
    expect(marks(me)).toEqual(["1 1:8 z"]);
  });

  it("show one character where something is missing, and the first of several lines", () => {
    const me = session();
    const empty = liveFinding(me.copy.text, "");
    const long = liveFinding(me.copy.text, "[1]\nprint(y)", { id: 2 });
    me.opened.findings.set([empty, long]);
    settle();
    expect(marks(me)).toEqual(["1 1:1 i", "2 2:5 [1]"]);
  });
});

describe("applying a fix", () => {
  it("changes only what the fix changes, in one step that the person can take back", () => {
    const me = session();
    me.opened.findings.set([liveFinding(me.copy.text, "print(y)", { by: "print(x)" })]);
    settle();
    expect(me.opened.findings.preview(1)?.length).toBe(2);
    remote(me, (other) => other.insert(0, "# above\n"));
    const offered = me.opened.findings.offer(1);
    if (offered.kind !== "fits") throw new Error(offered.kind);
    expect(offered.apply()).toMatchObject({ kind: "applied", line: 4 });
    expect(text(me)).toBe("# above\nimport json\nx = [1]\nprint(x)\n");
    remote(me, (other) => other.insert(0, "# more\n"));
    me.editor.trigger("keyboard", "undo", null);
    expect(text(me)).toBe("# more\n# above\nimport json\nx = [1]\nprint(y)\n");
  });

  it("is refused where the text reads otherwise by now", () => {
    const me = session();
    me.opened.findings.set([liveFinding(me.copy.text, "print(y)", { by: "print(x)" })]);
    settle();
    remote(me, (other) => other.insert(other.toString().indexOf("y)"), "my_"));
    expect(me.opened.findings.preview(1)).toBeNull();
    expect(me.opened.findings.offer(1)).toEqual({ kind: "stale", line: 3 });
    expect(text(me)).toContain("print(my_y)");
  });

  it("is made as it was offered while nobody else may make it: its mark may be gone, but not its place", () => {
    const me = session();
    const finding = liveFinding(me.copy.text, "print(y)", { by: "print(x)" });
    const offer = () => {
      me.opened.findings.set([finding]);
      settle();
      const offered = me.opened.findings.offer(1);
      if (offered.kind !== "fits") throw new Error(offered.kind);
      me.opened.findings.set([]);
      settle();
      return offered;
    };
    const [first, second] = [offer(), offer()];
    expect(first.apply()).toMatchObject({ kind: "applied", line: 3 });
    expect(second.apply()).toEqual({ kind: "stale", line: 3 });
    expect(text(me)).toBe("import json\nx = [1]\nprint(x)\n");
  });

  it("is taken back only while it is the last step", () => {
    const me = session();
    me.opened.findings.set([liveFinding(me.copy.text, "print(y)", { by: "print(x)" })]);
    settle();
    const offered = me.opened.findings.offer(1);
    const applied = offered.kind === "fits" ? offered.apply() : offered;
    if (applied.kind !== "applied") throw new Error(applied.kind);
    me.editor.trigger("keyboard", "type", { text: "a" });
    expect(applied.undo()).toBe(false);
    me.opened.undo();
    expect(text(me)).toContain("print(x)");
    expect(applied.undo()).toBe(true);
    expect(text(me)).toBe(CONTENT);
  });

  it("is nothing for who only reads, and for what is not there", () => {
    const me = session({ readOnly: true });
    me.opened.findings.set([liveFinding(me.copy.text, "print(y)", { by: "print(x)" })]);
    settle();
    expect(me.opened.findings.offer(1)).toEqual({ kind: "none" });
    expect(me.opened.findings.offer(9)).toEqual({ kind: "none" });
    expect(text(me)).toBe(CONTENT);
  });
});

it("goes to the next and the last problem, around both ends", () => {
  const me = session();
  me.opened.findings.set([
    liveFinding(me.copy.text, "y", { id: 3, severity: "error" }),
    liveFinding(me.copy.text, "json", { id: 1 }),
  ]);
  settle();
  const at = () => me.editor.getPosition()?.toString();
  me.opened.findings.step(1);
  expect(at()).toBe("(1,8)");
  me.opened.findings.step(1);
  expect(at()).toBe("(3,7)");
  me.opened.findings.step(1);
  me.opened.findings.step(-1);
  expect(at()).toBe("(3,7)");
  expect(nextFinding([], { lineNumber: 1, column: 1 }, 1)).toBeUndefined();
});

it("tells what is in the caret's line, what the caret is in first", () => {
  const me = session({}, "a = b + c\n");
  me.opened.findings.set([
    liveFinding(me.copy.text, "a", { id: 1, severity: "error", by: "A" }),
    liveFinding(me.copy.text, "c", { id: 2, severity: "hint", by: "C" }),
  ]);
  settle();
  const { placed } = me.opened.findings.get();
  const ids = (column: number) =>
    findingsAt(placed, { lineNumber: 1, column }).map(({ finding }) => finding.id);
  expect(ids(10)).toEqual([2, 1]);
  expect(ids(5)).toEqual([1, 2]);
  me.opened.findings.goTo(2);
  settle();
  me.editor.trigger("keyboard", "tandem.applyFix", null);
  expect(me.fixes).toEqual([[2, 1]]);
});

describe("what pointing at a mark shows", () => {
  const doc = new Y.Doc();
  doc.getText("content").insert(0, "x");
  const finding = (message: string, url: string | null = null) =>
    liveFinding(doc.getText("content"), "x", { message, url, by: "y", id: 7 });

  it("has the message as words, its code as code, the rule's page and the fix", () => {
    const { value, isTrusted } = hoverText(finding("`x` is gone", "https://a.example/r(1)"), "cmd");
    expect(value).toContain("`x` is gone");
    expect(value).toContain("[F821](https://a.example/r%281%29)");
    expect(value).toContain("(command:cmd?%5B7%5D)");
    expect(isTrusted.enabledCommands).toEqual(["cmd"]);
  });

  it("makes no link, image or HTML of a message, nor links to anything but https", () => {
    const { value } = hoverText(
      finding("[a](https://b.example) ![i](x) <img src=x> javascript:1", "javascript:1"),
      null,
    );
    expect(value).not.toMatch(/[[<]a|!\[|<img|https:|\]\(|command:/);
    expect(rulePage("javascript:alert(1)")).toBeNull();
    expect(rulePage("nonsense")).toBeNull();
  });

  it("takes a backtick without a second one as it is", () => {
    expect(messageParts("a `b` c `d")).toEqual([
      { code: false, text: "a " },
      { code: true, text: "b" },
      { code: false, text: " c " },
      { code: false, text: "`d" },
    ]);
  });
});
