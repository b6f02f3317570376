import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { placesIn } from "@/lib/assistant/analysers/places";
import { sentence } from "@/lib/assistant/analysers/wasm/problem-of";
import type { Problem } from "@/lib/assistant/problem";
import type { Category, Severity } from "@/lib/contracts/findings";

/** Ruby: Ruby's own parser, with the warnings of `ruby -w`. */

const ERRORS_MAX = 5;

const WARNINGS: [RegExp, string, Category, Severity][] = [
  [/not reached/, "unreachable-code", "bug", "warning"],
  [/unused variable/, "unused-variable", "style", "info"],
  [/= literal/, "assignment-in-condition", "bug", "warning"],
  [/void context/, "void-context", "bug", "warning"],
  [
    /literal in condition|comparison after comparison|already|is ignored|integer literal/,
    "suspicious",
    "bug",
    "warning",
  ],
];

export const prism: Analyser = {
  name: "prism",
  languages: ["ruby"],
  async load() {
    const { loadPrism } = await import("@ruby/prism");
    const parse = await loadPrism();
    return ({ text }) => {
      const places = placesIn(text);
      const { errors, warnings } = parse(text);
      const told = (
        { message, location }: { message: string; location: { startOffset: number; length: number } },
        rule: string,
        category: Category,
        severity: Severity,
      ): Problem => ({
        source: "prism",
        rule,
        category,
        severity,
        message: sentence(message.replace(/ - (\w+)$/, ": `$1`")),
        start: places.atByte(location.startOffset),
        end: places.atByte(location.startOffset + Math.max(location.length, 1)),
        fix: null,
        url: null,
      });
      if (errors.length > 0)
        return errors.slice(0, ERRORS_MAX).map((error) => told(error, "syntax", "error", "error"));
      return warnings.flatMap((warning) => {
        const known = WARNINGS.find(([words]) => words.test(warning.message));
        return known === undefined ? [] : [told(warning, known[1], known[2], known[3])];
      });
    };
  },
};
