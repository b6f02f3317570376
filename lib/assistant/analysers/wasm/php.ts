import { z } from "zod";
import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { placesIn } from "@/lib/assistant/analysers/places";
import { syntaxProblem } from "@/lib/assistant/analysers/wasm/problem-of";

/** PHP: the first syntax error. */

const errorSchema = z.object({
  message: z.string(),
  lineNumber: z.number().int(),
  columnNumber: z.number().int().optional(),
});

export const php: Analyser = {
  name: "php-parser",
  languages: ["php"],
  async load() {
    const { Engine } = await import("php-parser");
    const engine = new Engine({
      parser: { extractDoc: false, php8: true, version: 804 },
      ast: { withPositions: true },
    });
    return ({ text, name }) => {
      try {
        engine.parseCode(text, name);
        return [];
      } catch (error) {
        const parsed = errorSchema.safeParse(error);
        if (!(error instanceof SyntaxError) || !parsed.success) throw error;
        const { message, lineNumber, columnNumber } = parsed.data;
        const places = placesIn(text);
        const start = places.offset({ line: lineNumber, column: (columnNumber ?? 0) + 1 });
        const words = message
          .replace(/^Parse Error : syntax error, /, "")
          .replace(/ on line \d+$/, "")
          .replace(/ \(T_\w+\)/g, "");
        return [syntaxProblem("php-parser", words, places, start)];
      }
    };
  },
};
