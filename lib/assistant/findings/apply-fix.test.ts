import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { freezeText } from "./anchors";
import { applyFix } from "./apply-fix";
import { anchorEdits } from "./fix-edits";
import type { StoredEdit } from "./ports";

function textWith(content: string): Y.Text {
  const text = new Y.Doc().getText(CONTENT_ROOT);
  text.insert(0, content);
  return text;
}

/** The fix that makes these edits, each `[from, to, insert]`, of a text. */
function fixOf(text: Y.Text, ...edits: [number, number, string][]): { edits: StoredEdit[] } {
  const offsets = edits.map(([start, end, insert]) => ({ start, end, insert }));
  return { edits: anchorEdits(freezeText(text, 1), offsets) ?? [] };
}

describe("a fix", () => {
  test("with several edits is made as a whole, in one step that its undo takes back, and leaves what it keeps", () => {
    const text = textWith("let a = 1\nlet b = 2\n");
    const fix = fixOf(text, [0, 3, "const"], [9, 9, ";"], [10, 13, "const"], [19, 19, ";"]);
    const kept = freezeText(text, 1).anchor(4, 5);
    const undo = new Y.UndoManager(text, { trackedOrigins: new Set(["fix"]) });
    expect(applyFix(text, fix, "fix")).toBe("applied");
    expect(text.toString()).toBe("const a = 1;\nconst b = 2;\n");
    expect(freezeText(text, 1).anchor(6, 7)).toEqual(kept);
    expect(undo.undoStack).toHaveLength(1);
    undo.undo();
    expect(text.toString()).toBe("let a = 1\nlet b = 2\n");
  });

  test.each<[string, string, [number, number, string]]>([
    ["at the end of a word", "a b", [1, 1, "!"]],
    ["at the very beginning", "abc", [0, 0, "# "]],
    ["at the very end", "abc", [3, 3, "\n"]],
    ["in an empty text", "", [0, 0, "x"]],
    ["between characters of two units", "😀😀", [2, 2, "x"]],
    ["doubling what is there", "ab", [0, 1, "aa"]],
    ["around what is there", "x y", [2, 3, "(y)"]],
    ["of a whole line", "a\nb\n", [2, 2, "a\n"]],
  ])("that only inserts (%s) is not made twice", (_where, content, edit) => {
    const text = textWith(content);
    const fix = fixOf(text, edit);
    expect(applyFix(text, fix, null)).toBe("applied");
    const once = content.slice(0, edit[0]) + edit[2] + content.slice(edit[1]);
    expect(text.toString()).toBe(once);
    expect(applyFix(text, fix, null)).toBe("stale");
    expect(text.toString()).toBe(once);
  });

  test("whose place was changed is not made at all, and what is typed elsewhere does not matter", () => {
    for (const [at, remove, insert, fits] of [
      [0, 0, "x\n", true],
      [20, 0, "x", true],
      [5, 0, "x", false],
      [4, 1, "", false],
      [11, 0, "x", false],
      [0, 19, "", false],
    ] as const) {
      const text = textWith("let teh = 1\nlet b = 2\n");
      const fix = fixOf(text, [4, 7, "the"], [11, 11, ";"]);
      text.delete(at, remove);
      text.insert(Math.min(at, text.length), insert);
      const before = text.toString();
      expect(applyFix(text, fix, null), JSON.stringify([at, insert])).toBe(fits ? "applied" : "stale");
      expect(text.toString()).toBe(fits ? before.replace("teh", "the").replace(" = 1", " = 1;") : before);
    }
  });

  test("that overlaps itself, or changes nothing, is none", () => {
    const frozen = freezeText(textWith("abcdef"), 1);
    const edit = (start: number, end: number, insert: string) => ({ start, end, insert });
    expect(anchorEdits(frozen, [edit(0, 3, "x"), edit(2, 4, "y")])).toBeNull();
    expect(anchorEdits(frozen, [edit(3, 2, "x")])).toBeNull();
    expect(anchorEdits(frozen, [edit(0, 3, "abc")])).toBeNull();
    expect(anchorEdits(frozen, [])).toBeNull();
    expect(anchorEdits(frozen, [edit(2, 4, "y"), edit(1, 2, "x")])).toHaveLength(2);
  });
});
