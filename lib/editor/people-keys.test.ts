import { expect, it } from "vitest";
import { nextPlace } from "./people-keys";
import type { PersonPlace } from "./remote-carets";

const at = (clientId: number, lineNumber: number, column: number): PersonPlace => ({
  person: { clientId, userId: 1, name: "mei-lin", slot: 1, cursor: null },
  position: { lineNumber, column },
});
const places = [at(1, 9, 1), at(2, 3, 7), at(3, 3, 2)];
const step = (line: number, column: number, by: 1 | -1) =>
  nextPlace(places, { lineNumber: line, column }, by)?.person.clientId;

it("goes from person to person in the order of the text, and around", () => {
  expect([step(1, 1, 1), step(3, 2, 1), step(3, 7, 1), step(9, 1, 1)]).toEqual([3, 2, 1, 3]);
  expect([step(9, 2, -1), step(9, 1, -1), step(3, 7, -1), step(3, 2, -1)]).toEqual([1, 2, 3, 1]);
  expect(nextPlace([], { lineNumber: 1, column: 1 }, 1)).toBeUndefined();
});
