import { expect, test } from "vitest";
import type { FileFindings } from "./ports";
import { createUncheckedFiles } from "./unchecked-files";

const FILE: FileFindings = {
  ...{ fileId: 1, name: "a.txt", language: "plaintext" },
  ...{ analysis: null, revision: 0, findings: [] },
};

test("a file that no analyser is for is known until somebody says that it may be otherwise", async () => {
  let language = "plaintext";
  const files = createUncheckedFiles({ read: async () => ({ ...FILE, language }) });
  expect(files.has(1)).toBe(false);
  await files.read(1);
  expect(files.has(1)).toBe(true);
  files.forget(1);
  expect(files.has(1)).toBe(false);
  language = "python";
  await files.read(1);
  expect(files.has(1)).toBe(false);
});

test("what was read before the language changed is not remembered after it", async () => {
  let answer: (kept: FileFindings) => void = () => undefined;
  const files = createUncheckedFiles({ read: () => new Promise((resolve) => (answer = resolve)) });
  const read = files.read(1);
  files.forget(1);
  answer(FILE);
  expect(await read).toEqual(FILE);
  expect(files.has(1)).toBe(false);
});
