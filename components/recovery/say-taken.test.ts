import { expect, it } from "vitest";
import { sayTaken } from "./say-taken";

it.each([
  [1, 1, "1 change taken over"],
  [3, 3, "3 changes taken over"],
  [2, 3, "2 of 3 changes taken over. Where the rest goes the file has just changed."],
  [0, 1, "The change no longer fits: its lines have just changed."],
  [0, 3, "The file has just changed."],
])("says that %i of %i changes came into the file", (count, asked, words) => {
  expect(sayTaken({ count, asked }).text).toBe(words);
});
