import { describe, expect, it } from "vitest";
import { type Block, parseInline, parseMarkdown, plainText } from "./markdown";

describe("parseMarkdown", () => {
  it("reads paragraphs, headings, lists and code", () => {
    const blocks = parseMarkdown(
      "# Why\nThe default on line 37\nis shared.\n\n- `[]` once\n  for all\n- **two**\n  1. inner\n\n3. three\n\n```py\nx = []\n\n```\nEnd",
    );
    expect(blocks.map(({ kind }) => kind)).toEqual([
      "heading",
      "paragraph",
      "list",
      "list",
      "code",
      "paragraph",
    ]);
    expect(blocks[1]).toEqual({
      kind: "paragraph",
      inline: [
        { kind: "text", text: "The default on " },
        { kind: "line", text: "line 37", line: 37 },
        { kind: "text", text: "\nis shared." },
      ],
    });
    expect(blocks[2]).toMatchObject({
      ordered: false,
      items: [
        {
          depth: 0,
          inline: [{ kind: "code", text: "[]" }, { text: " once" }, { text: " " }, { text: "for all" }],
        },
        { depth: 0, inline: [{ kind: "strong", text: "two" }] },
        { depth: 1, inline: [{ text: "inner" }] },
      ],
    });
    expect(blocks[3]).toMatchObject({ ordered: true, start: 3 });
    expect(blocks[4]).toEqual({ kind: "code", text: "x = []\n" });
  });

  it("shows a code block that is still being written as one", () => {
    expect(parseMarkdown("See:\n```\nx = 1\ny")).toMatchObject([{}, { kind: "code", text: "x = 1\ny" }]);
  });

  it("keeps no address and no picture, and HTML as it was typed", () => {
    const hostile =
      "![p](https://evil.example/x.png?k=1) [click](javascript:alert(1)) [a](https://evil.example)\n<img src=x onerror=y>\n[r]: https://b.example";
    const words = plainText(parseMarkdown(hostile));
    expect(words).toContain("p [click](javascript:alert(1)) a");
    expect(words).toContain("<img src=x onerror=y>");
    const kinds = new Set(
      parseMarkdown(hostile)
        .flatMap((block: Block) => ("inline" in block ? block.inline : []))
        .map(({ kind }) => kind),
    );
    expect([...kinds]).toEqual(["text"]);
  });

  it("leaves marks without their other half, and names with underscores, as they are", () => {
    for (const words of ["a ** b", "2 * 3 * 4", "snake_case_name", "`open", "**", "line 0", "airline 37x"]) {
      expect(parseInline(words)).toEqual([{ kind: "text", text: words }]);
    }
  });

  it("is done with a hostile text in no time", () => {
    for (const piece of ["**a", "[", "![](", "`", "*a", "- ", "# ", "line "]) {
      const text = piece.repeat(40_000);
      const began = performance.now();
      parseMarkdown(text);
      expect(performance.now() - began, piece).toBeLessThan(1_000);
    }
  });
});
