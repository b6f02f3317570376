import { expect, test } from "vitest";
import { etagOf, expectedState } from "./etag";

const NOW = { version: 7, metaVersion: 2 };

test("the tag is made of both counters, so that 1-11 and 11-1 differ", () => {
  expect(etagOf(NOW)).toBe('"7-2"');
  expect(etagOf({ version: 1, metaVersion: 11 })).not.toBe(etagOf({ version: 11, metaVersion: 1 }));
});

test.each([null, "*", " * "])("%s asks for nothing", (header) => {
  expect(expectedState(header, NOW)).toBeUndefined();
});

test.each(['"7-2"', '"1-1", "7-2"', '"7-2","9-9"', ' "7-2" '])("%s fits, to be judged again", (header) => {
  expect(expectedState(header, NOW)).toEqual(NOW);
});

test.each(["", '"7-1"', '"6-2"', "7-2", 'W/"7-2"', '"1-1", "2-2"', "nonsense", '"7-2'])(
  "%s does not",
  (header) => {
    expect(() => expectedState(header, NOW)).toThrow(
      expect.objectContaining({ code: "precondition_failed" }),
    );
  },
);
