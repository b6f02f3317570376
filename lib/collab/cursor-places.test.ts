import { expect, test } from "vitest";
import * as Y from "yjs";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { cursorPlaces } from "./cursor-places";

const CONTENT = "one\n😀two\n\nlast";

function textOf(content: string): Y.Text {
  const text = new Y.Doc().getText(CONTENT_ROOT);
  text.insert(0, content);
  return text;
}

const position = (text: Y.Text, offset: number): unknown =>
  Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, offset));

const shown = (text: Y.Text, head: number, anchor = head) =>
  JSON.stringify({ cursor: { anchor: position(text, anchor), head: position(text, head) } });

test("places count from 1, columns in UTF-16 units, at both ends of a line and of the text", () => {
  const text = textOf(CONTENT);
  const at: [number, number, number][] = [
    [CONTENT.length, 4, 5],
    [0, 1, 1],
    [3, 1, 4],
    [4, 2, 1],
    [6, 2, 3],
    [9, 2, 6],
    [10, 3, 1],
    [11, 4, 1],
  ];
  const places = cursorPlaces(text, new Map(at.map(([offset]) => [offset, shown(text, offset)])));
  expect(places).toEqual(new Map(at.map(([offset, line, column]) => [offset, { line, column }])));
});

test("the moving end of a selection counts, under y-monaco's name too, and goes with its characters", () => {
  const text = textOf(CONTENT);
  const { cursor } = JSON.parse(shown(text, 9, 4));
  const states = new Map([
    ["ours", JSON.stringify({ user: {}, cursor })],
    ["y-monaco", JSON.stringify({ selection: cursor })],
    ["both", JSON.stringify({ cursor: null, selection: cursor })],
  ]);
  text.insert(0, "new\n");
  const place = { line: 3, column: 6 };
  expect(Object.fromEntries(cursorPlaces(text, states))).toEqual({
    ours: place,
    "y-monaco": place,
    both: place,
  });
});

test.each([
  "null",
  "7",
  "{}",
  '{"cursor":null}',
  '{"cursor":{"anchor":{},"head":{}}}',
  '{"cursor":{"anchor":{"tname":"other"},"head":{"tname":"other"}}}',
  '{"cursor":{"anchor":{"item":{"client":1,"clock":5}},"head":{"item":{"client":1,"clock":5}}}}',
  '{"cursor":{"anchor":{"type":{"client":1,"clock":5}},"head":{"type":{"client":1,"clock":5}}}}',
])("%s shows no place", (state) => {
  expect(cursorPlaces(textOf(CONTENT), new Map([[1, state]]))).toEqual(new Map([[1, null]]));
});
