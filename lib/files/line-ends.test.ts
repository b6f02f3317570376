import { expect, test } from "vitest";
import { dominantLineEnd, toKeptText } from "./line-ends";

test.each([
  ["", "\n"],
  ["one line", "\n"],
  ["a\nb", "\n"],
  ["a\r\nb", "\r\n"],
  ["a\rb", "\r"],
  ["a\r\nb\nc", "\n"],
  ["a\r\nb\r\nc\n", "\r\n"],
  ["a\rb\rc\r\n", "\r"],
  ["a\r\n\rb", "\r\n"],
])("%j mostly ends its lines with %j", (text, end) => {
  expect(dominantLineEnd(text)).toBe(end);
});

test.each([
  ["a\r\nb\rc\nd", "a\nb\nc\nd"],
  ["\r\r\n\n", "\n\n\n"],
  ["a\u0000b", "ab"],
  ["a\r\u0000\nb", "a\n\nb"],
  ["😀\r\n", "😀\n"],
])("%j is kept as %j", (text, kept) => {
  expect(toKeptText(text)).toBe(kept);
});
