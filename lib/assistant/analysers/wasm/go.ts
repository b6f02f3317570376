import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { placesIn } from "@/lib/assistant/analysers/places";
import { atBytes } from "@/lib/assistant/analysers/wasm/small-parsers";

/** Go: the first syntax error, from Go's own parser inside of gofmt. */

const require = createRequire(import.meta.url);

interface GoError {
  line: number;
  column: number;
  message: string;
}

export const gofmt: Analyser = {
  name: "gofmt",
  languages: ["go"],
  async load() {
    const { format } = await import("@wasm-fmt/gofmt/gofmt_binding.js");
    const module = await WebAssembly.compile(await readFile(require.resolve("@wasm-fmt/gofmt/wasm")));
    let wasm = start(module);

    /** Trap: at the eleventh error the parser gives up by a panic, which in WebAssembly ends the whole instance. */
    const parse = (text: string): GoError | "given up" | null => {
      try {
        format(wasm, text);
        return null;
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) {
          wasm = start(module);
          return "given up";
        }
        const [, line, column, message = ""] = /(\d+):(\d+): ([^\n]*)/.exec(String(error)) ?? [];
        if (line === undefined) throw error;
        return {
          line: Number(line),
          column: Number(column),
          message: message.replace(/ \(and \d+ more errors?\)$/, ""),
        };
      }
    };
    return ({ text }) => {
      const error = firstError(text, parse);
      return error === null
        ? []
        : [atBytes("gofmt", error.message, placesIn(text), error.line, error.column)];
    };
  },
};

function start(module: WebAssembly.Module): WebAssembly.Exports {
  const { exports } = new WebAssembly.Instance(module);
  if (typeof exports._initialize === "function") exports._initialize();
  return exports;
}

/** Of a text with too many errors, the first is looked for in its beginnings: what is cut off is noticed at the cut only. */
function firstError(text: string, parse: (text: string) => GoError | "given up" | null): GoError | null {
  const whole = parse(text);
  if (whole !== "given up") return whole;
  const lines = text.split("\n");
  let right = 0;
  let wrong = lines.length;
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    const found = parse(lines.slice(0, middle).join("\n"));
    if (found === "given up") wrong = middle;
    else if (found !== null && found.line < middle) return found;
    else right = middle;
  }
  return { line: Math.max(wrong, 1), column: 1, message: "Syntax error" };
}
