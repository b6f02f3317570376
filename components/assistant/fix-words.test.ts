import { expect, it } from "vitest";
import * as Y from "yjs";
import { liveFinding } from "@/test-support/live-finding";
import { fixLabels, fixWords } from "./fix-words";

const text = new Y.Doc().getText("content");
text.insert(0, "import json, os");

it("says what a fix is about where its title does not", () => {
  expect(fixWords({ title: "Remove unused import", message: "`os` imported but unused" })).toBe(
    "Remove unused import: `os`",
  );
  expect(fixWords({ title: "Remove `os`", message: "`os` imported but unused" })).toBe("Remove `os`");
  expect(fixWords({ title: "Mend it", message: "Wrong" })).toBe("Mend it");
});

it("calls each of several fixes otherwise", () => {
  const finding = (quote: string, message: string) => liveFinding(text, quote, { by: "x", message });
  expect(fixLabels([finding("json", "`json` is not used"), finding("os", "`os` is not used")])).toEqual([
    "Mend it: json",
    "Mend it: os",
  ]);
  expect(fixLabels([finding("json", "Wrong"), finding("os", "Wrong")])).toEqual([
    "Mend it (F821, 1:8)",
    "Mend it (F821, 1:14)",
  ]);
});
