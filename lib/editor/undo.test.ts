// @vitest-environment happy-dom
import { afterEach, expect, it } from "vitest";
import { connect, type TestEditor, testEditor } from "./testing";

let people: [TestEditor, TestEditor] | undefined;
const pair = (content = ""): [TestEditor, TestEditor] => {
  people = [testEditor({ clientId: 1, content }), testEditor({ clientId: 2 })];
  connect(...people);
  return people;
};
afterEach(() => {
  for (const person of people ?? []) person.dispose();
  people = undefined;
});

it("takes back one's own words and leaves the other's, by key and by the model itself", () => {
  const [a, b] = pair();
  a.type("mine ");
  b.select([1, 6, 1, 6]);
  b.type("yours");
  a.editor.trigger("keyboard", "undo", null);
  expect(a.model.getValue()).toBe("yours");
  expect(b.model.getValue()).toBe("yours");
  a.model.undo();
  a.model.undo();
  expect(b.model.getValue()).toBe("yours");
  a.editor.trigger("keyboard", "redo", null);
  expect(b.model.getValue()).toBe("mine yours");
  b.model.undo();
  expect(a.model.getValue()).toBe("mine ");
});

it("puts the carets back where they were, also when others typed further up meanwhile", () => {
  const [a, b] = pair("one\ntwo\nthree");
  a.select([2, 1, 2, 3], [3, 6, 3, 6]);
  a.type("X");
  a.select([1, 1, 1, 1]);
  b.select([1, 1, 1, 1]);
  b.type("zero\n");
  a.model.undo();
  expect(a.model.getValue()).toBe("zero\none\ntwo\nthree");
  expect(a.carets()).toEqual(["3:1-3:3", "4:6"]);
  a.model.redo();
  expect(a.model.getValue()).toBe("zero\none\nXo\nthreeX");
});

it("knows the place of a caret that an edit further up moved without moving its line", () => {
  const [a, b] = pair("one\ntwo");
  a.select([2, 4, 2, 4]);
  b.select([1, 1, 1, 1]);
  b.type("123");
  expect(a.selections.current).toEqual([{ anchor: 10, head: 10 }]);
});

it("ends a step at a line end and at a move of the caret", () => {
  const [a] = pair();
  a.type("one");
  a.type("\n");
  a.type("two");
  a.model.undo();
  expect(a.model.getValue()).toBe("one\n");
  a.type("2");
  a.editor.trigger("keyboard", "cursorHome", null);
  a.type("x");
  a.model.undo();
  expect(a.model.getValue()).toBe("one\n2");
});

it("gives the model its own undo back when it ends", () => {
  const [a] = pair("text");
  const { undo } = Object.getPrototypeOf(a.model);
  expect(a.model.undo).not.toBe(undo);
  people = undefined;
  const { model } = a;
  a.dispose();
  expect(model.undo).toBe(undo);
});
