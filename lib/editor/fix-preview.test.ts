import { describe, expect, it } from "vitest";
import { diffText } from "@/lib/collab/text-diff";
import { type PreviewLine, previewChanges } from "./fix-preview";

/** Each line as `+text`, what differs in brackets. */
const drawn = (lines: PreviewLine[]): string[] =>
  lines.map((line) =>
    line.kind === "gap"
      ? "…"
      : { same: " ", del: "-", add: "+" }[line.kind] +
        line.parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join(""),
  );
const preview = (before: string, after: string) => drawn(previewChanges(before, diffText(before, after)));

describe("previewChanges", () => {
  it("shows the changed line twice, the line between once, and new lines as new", () => {
    const before = "def f(\n    skipped: list[str] = [],\n) -> list[str]:\n    pass\n";
    const after =
      "def f(\n    skipped: list[str] | None = None,\n) -> list[str]:\n    if skipped is None:\n        skipped = []\n    pass\n";
    expect(preview(before, after)).toEqual([
      "-    skipped: list[str] [= []],",
      "+    skipped: list[str] [| None = None],",
      " ) -> list[str]:",
      "+    [if skipped is None:]",
      "+        [skipped = []]",
    ]);
  });

  it("takes away whole lines, the last one without a line end too", () => {
    expect(preview("import json\nx\n", "x\n")).toEqual(["-[import json]"]);
    expect(preview("x\nimport json", "x")).toEqual(["-[import json]"]);
    expect(preview("x", "x\ny")).toEqual(["+[y]"]);
    expect(preview("", "x")).toEqual(["-", "+[x]"]);
  });

  it("marks an indentation only where it is all that is new", () => {
    expect(preview("if x:\npass\n", "if x:\n    pass\n")).toEqual(["-pass", "+[    ]pass"]);
  });

  it("leaves lines out between changes that are far apart", () => {
    const lines = ["a", "b", "c", "d", "e", "f"];
    const changed = ["A", "b", "c", "d", "e", "F"];
    expect(preview(lines.join("\n"), changed.join("\n"))).toEqual(["-[a]", "+[A]", "…", "-[f]", "+[F]"]);
  });

  it("shows lines that become one, and one that becomes two", () => {
    expect(preview("a\nb\n", "ab\n")).toEqual(["-a", "-b", "+ab"]);
    expect(preview("ab\n", "a\nb\n")).toEqual(["-ab", "+a", "+b"]);
  });
});
