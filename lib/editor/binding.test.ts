// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { seededRandom, testSeed } from "@/test-support/random";
import { connect, exchange, type TestEditor, testEditor } from "./testing";

const open: TestEditor[] = [];
const editorWith = (options: Parameters<typeof testEditor>[0] = {}) => {
  const editor = testEditor(options);
  open.push(editor);
  return editor;
};
const pair = (content: string): [TestEditor, TestEditor] => {
  const [a, b] = [editorWith({ clientId: 1, content }), editorWith({ clientId: 2 })];
  connect(a, b);
  return [a, b];
};
/** An edit by somebody else, whole. */
const remotely = ({ doc }: TestEditor, edit: () => void) => doc.transact(edit, "someone else");
afterEach(() => {
  for (const editor of open.splice(0)) editor.dispose();
});

describe("the model and the text", () => {
  it("say the same from the start, with one kind of line end", () => {
    const editor = editorWith({ content: "one\r\ntwo\n" });
    expect(editor.model.getValue()).toBe("one\n\ntwo\n");
    remotely(editor, () => editor.text.delete(3, 1));
    expect(editor.model.getValue()).toBe("one\ntwo\n");
    expect(editor.model.getEOL()).toBe("\n");
  });

  it("take a paste with Windows line ends at several carets", () => {
    const [a, b] = pair("one\ntwo\nthree");
    a.select([1, 1, 1, 1], [2, 2, 2, 3], [3, 6, 3, 6]);
    a.paste("x\r\ny\r");
    expect(a.text.toString()).toBe("x\ny\none\ntx\ny\no\nthreex\ny\n");
    expect(b.model.getValue()).toBe(a.text.toString());
    expect(a.model.getValue()).toBe(a.text.toString());
  });

  it("keep places right behind a stray carriage return of another client", () => {
    const editor = editorWith({ content: "ab" });
    remotely(editor, () => editor.text.insert(1, "x\r\ny\rz"));
    editor.select([99, 99, 99, 99]);
    editor.type("END");
    expect(editor.text.toString()).toBe("ax\r\ny\rzbEND");
    remotely(editor, () => {
      editor.text.delete(5, 1);
      editor.text.delete(2, 1);
    });
    expect(editor.text.toString()).toBe("ax\nyzbEND");
    expect(editor.model.getValue()).toBe("ax\nyzbEND");
  });

  it("stay the same when a client cuts a surrogate pair", () => {
    const editor = editorWith({ content: "a👩b" });
    remotely(editor, () => {
      editor.text.delete(2, 1);
      editor.text.insert(2, "\udc68");
    });
    expect(editor.model.getValue()).toBe(editor.text.toString());
    remotely(editor, () => editor.text.insert(0, "👩"));
    remotely(editor, () => editor.text.insert(1, "-"));
    expect(editor.model.getValue()).toBe(editor.text.toString());
  });

  it("never hold half a surrogate pair that was typed", () => {
    const [a, b] = pair("");
    a.type("\ud83d");
    expect(a.text.toString()).toBe("\ufffd");
    expect(a.model.getValue()).toBe("\ufffd");
    expect(b.model.getValue()).toBe("\ufffd");
  });

  it("stay the same when the value is set at once, changing only what differs", () => {
    const [a, b] = pair("one\ntwo\nthree\n");
    const before = Y.encodeStateVector(b.doc);
    a.model.setValue("one\r\n2\r\nthree\r\n");
    expect(b.text.toString()).toBe("one\n2\nthree\n");
    expect(a.model.getEOL()).toBe("\n");
    expect(Y.encodeStateAsUpdate(b.doc, before).length).toBeLessThan(60);
  });

  it("take a paste of 5 MB without a long stop", () => {
    const editor = editorWith({ content: "start\n" });
    const started = performance.now();
    editor.paste("0123456789 abcdefghij 0123456789 abcdefg\n".repeat(125_000));
    expect(performance.now() - started).toBeLessThan(10_000); // a second on an idle machine
    expect(editor.text.length).toBe(editor.model.getValueLength());
  });
});

describe("somebody else's edit", () => {
  it("leaves all carets and selections where they are", () => {
    const [a, b] = pair("one\ntwo\nthree\n");
    a.select([1, 2, 1, 2], [2, 3, 2, 1], [3, 1, 3, 6]);
    b.select([1, 1, 1, 1]);
    b.type("zero\n");
    expect(a.carets()).toEqual(["2:2", "3:3-3:1", "4:1-4:6"]);
    expect(b.model.getValue()).toBe("zero\none\ntwo\nthree\n");
  });

  it("does not take a caret along, nor grow a selection", () => {
    const [a, b] = pair("word");
    a.select([1, 3, 1, 3]);
    b.select([1, 3, 1, 3]);
    b.type("XX");
    expect(a.carets()).toEqual(["1:3"]);
    a.select([1, 3, 1, 5]);
    b.select([1, 3, 1, 3], [1, 5, 1, 5]);
    b.type("|");
    expect(a.model.getValue()).toBe("wo|XX|rd");
    expect(a.carets()).toEqual(["1:4-1:6"]);
  });

  it("does not mix the words of two people who type at one place", () => {
    const [a, b] = pair("");
    for (const letter of "abcd") {
      a.type(letter);
      b.type(letter.toUpperCase());
    }
    expect(["abcdABCD", "ABCDabcd"]).toContain(a.text.toString());
    expect(b.model.getValue()).toBe(a.model.getValue());
  });

  it("does not move what is on show", () => {
    const lines = Array.from({ length: 200 }, (_, n) => `line ${n + 1}`).join("\n");
    const [a, b] = pair(lines);
    a.editor.setScrollTop(a.editor.getTopForLineNumber(100) + 7);
    const shown = a.editor.getScrollTop() - a.editor.getTopForLineNumber(100);
    b.select([1, 1, 1, 1]);
    b.type("new\nlines\n");
    expect(a.editor.getScrollTop() - a.editor.getTopForLineNumber(102)).toBe(shown);
    b.select([102, 1, 102, 1]);
    b.type("right above\n");
    expect(a.editor.getScrollTop() - a.editor.getTopForLineNumber(103)).toBe(shown);
    b.select([150, 1, 150, 1]);
    b.type("below\n");
    expect(a.editor.getScrollTop() - a.editor.getTopForLineNumber(103)).toBe(shown);
  });
});

describe("a viewer", () => {
  it("reaches the text by no road of the editor", () => {
    const viewer = editorWith({ content: "look", readOnly: true });
    viewer.type("no");
    viewer.paste("no");
    viewer.editor.executeEdits("test", [{ range: viewer.model.getFullModelRange(), text: "no" }]);
    viewer.model.pushEditOperations(
      [],
      [{ range: viewer.model.getFullModelRange(), text: "no" }],
      () => null,
    );
    viewer.model.setValue("no");
    viewer.model.undo();
    expect(viewer.text.toString()).toBe("look");
    expect(viewer.model.getValue()).toBe("look");
  });

  it("who could write before cannot undo it any more, and still follows", () => {
    const [a, b] = pair("");
    a.type("mine");
    a.may.edit = false;
    a.model.undo();
    a.editor.trigger("keyboard", "undo", null);
    b.select([1, 5, 1, 5]);
    b.type("!");
    expect(a.model.getValue()).toBe("mine!");
  });
});

const PIECES = [
  "a",
  "bc",
  "\n",
  "\r\n",
  "👩‍💻",
  "🎈",
  "e\u0301",
  "    ",
  "\t",
  "{",
  "}",
  "\u2028",
  "long word ",
];

it("two editors that exchange edits in any order end alike", () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const people = [editorWith({ clientId: 1, content: "one\n🎈two\nthree" }), editorWith({ clientId: 2 })];
  const [a, b] = people;
  if (a === undefined || b === undefined) throw new Error("Two people are needed.");
  let disconnect: (() => void) | null = connect(a, b);
  for (let round = 0; round < 400; round += 1) {
    randomStep(people[pick(2)] ?? a, pick);
    if (pick(8) === 0) {
      if (disconnect === null) disconnect = connect(a, b);
      else {
        disconnect();
        disconnect = null;
      }
    }
    for (const { model, text } of people)
      expect(model.getValue(), `seed ${seed}, round ${round}`).toBe(text.toString());
  }
  exchange(a, b);
  expect(a.model.getValue(), `seed ${seed}`).toBe(b.model.getValue());
});

function randomStep(person: TestEditor, pick: (below: number) => number): void {
  const { model } = person;
  const place = () => {
    const { lineNumber, column } = model.getPositionAt(pick(model.getValueLength() + 1));
    return [lineNumber, column] as const;
  };
  const piece = () => PIECES[pick(PIECES.length)] ?? "";
  if (pick(3) > 0)
    person.select(
      ...Array.from({ length: 1 + pick(3) }, (): [number, number, number, number] => {
        const start = place();
        return [...start, ...(pick(2) === 0 ? start : place())];
      }),
    );
  const steps = [
    () => person.type(piece()),
    () => person.type(piece()),
    () => person.paste(piece() + piece()),
    () => person.editor.trigger("keyboard", "deleteLeft", null),
    () => person.editor.trigger("keyboard", "undo", null),
    () => person.editor.trigger("keyboard", "redo", null),
    () => person.editor.trigger("keyboard", "tab", null),
    () => person.editor.trigger("keyboard", "compositionType", compose(piece())),
  ];
  steps[pick(steps.length)]?.();
}

const compose = (text: string) => ({
  text,
  replacePrevCharCnt: 1,
  replaceNextCharCnt: 0,
  positionDelta: 0,
});
