import { expect, it } from "vitest";
import * as Y from "yjs";
import { liveFinding } from "@/test-support/live-finding";
import { differentFixes, fixLabels } from "./fix-words";

const text = new Y.Doc().getText("content");
text.insert(0, "import json, os");
const finding = (id: number, quote: string, message: string, by = "x") =>
  liveFinding(text, quote, { id, by, message });

it("calls each of several fixes otherwise", () => {
  expect(fixLabels([finding(1, "json", "Wrong")])).toEqual(["Mend it"]);
  const [json, os] = [finding(1, "json", "`json` is not used"), finding(2, "os", "`os` is not used")];
  expect(fixLabels([json, os])).toEqual(["Mend it: json", "Mend it: os"]);
  expect(fixLabels([finding(1, "json", "Wrong"), finding(2, "os", "Wrong")])).toEqual([
    "Mend it (F821, 1:8)",
    "Mend it (F821, 1:14)",
  ]);
});

it("offers a fix of several findings once", () => {
  const all = [
    finding(1, "json", "A"),
    finding(2, "json", "B"),
    finding(3, "json", "A", "y"),
    finding(4, "os", "A"),
  ];
  expect(differentFixes(all).map(({ id }) => id)).toEqual([1, 3, 4]);
});
