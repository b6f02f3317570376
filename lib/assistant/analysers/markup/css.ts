import type stylelint from "stylelint";
import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { severityOfCss } from "@/lib/assistant/analysers/markup/markup-rules";
import { type Places, placesIn } from "@/lib/assistant/analysers/places";
import { sentence } from "@/lib/assistant/analysers/wasm/problem-of";
import type { Problem } from "@/lib/assistant/problem";

/** CSS: stylelint. Its parser ends at the first mistake: those lines are left out for the next, and a tolerant one reads the rest. */

type Warning = stylelint.Warning;
type Lint = (text: string, tolerant: boolean) => Promise<Warning[]>;

const SYNTAX = "CssSyntaxError";
const SYNTAX_ERRORS_MAX = 5;

export const css: Analyser = {
  name: "stylelint",
  languages: ["css"],
  async load() {
    const { default: stylelint } = await import("stylelint");
    const { default: recommended } = await import("stylelint-config-recommended");
    const { default: parse } = await import("postcss-safe-parser");
    const { stringify } = await import("postcss");
    const strict = { rules: recommended.rules ?? {} };
    const tolerant = { ...strict, customSyntax: { parse, stringify } };
    const lint: Lint = async (code, isTolerant) => {
      const config = isTolerant ? tolerant : strict;
      const { results } = await stylelint.lint({ code, config, computeEditInfo: true });
      return results.flatMap(({ warnings }) => warnings);
    };
    return async ({ text }) => {
      const places = placesIn(text);
      return (await allWarnings(text, lint)).map((warning) => problemOf(warning, text, places));
    };
  },
};

const isSyntax = ({ rule }: Warning): boolean => rule === SYNTAX;

async function allWarnings(text: string, lint: Lint): Promise<Warning[]> {
  const first = await lint(text, false);
  if (!first.some(isSyntax)) return first;
  const errors: Warning[] = [];
  const lines = text.split("\n");
  for (
    let found = first.find(isSyntax);
    found !== undefined && errors.length < SYNTAX_ERRORS_MAX && lines[found.line - 1] !== "";
    found = (await lint(lines.join("\n"), false)).find(isSyntax)
  ) {
    errors.push(found);
    lines[found.line - 1] = "";
  }
  const isNear = ({ line }: Warning) =>
    errors.some((error) => line === error.line || line === error.line + 1);
  const rest = (await lint(text, true)).filter((one) => !isSyntax(one) && !isNear(one));
  return [...errors, ...rest.map((one) => ({ ...one, fix: undefined }))];
}

function problemOf(warning: Warning, text: string, places: Places): Problem {
  const { rule, text: message, line: first, column, endLine, endColumn, fix } = warning;
  const [category, severity] = severityOfCss(rule);
  const line = rule === DUPLICATE_PROPERTY ? (laterLine(text, places, first, column) ?? first) : first;
  return {
    source: "stylelint",
    rule: rule === SYNTAX ? "syntax" : rule,
    category,
    severity,
    message: sentence(message.replace(/ \([\w-]+\)$/, "")),
    start: { line, column },
    end:
      line === first
        ? { line: endLine ?? line, column: endColumn ?? column + 1 }
        : places.wholeLine(line).end,
    fix:
      fix === undefined
        ? null
        : {
            title: "Fix",
            edits: [{ start: places.at(fix.range[0]), end: places.at(fix.range[1]), text: fix.text }],
          },
    url: rule === SYNTAX ? null : `https://stylelint.io/user-guide/rules/${rule}`,
  };
}

const DUPLICATE_PROPERTY = "declaration-block-no-duplicate-properties";

/** Where the property that is named there is set again: that is the one which counts, and was most likely pasted. */
function laterLine(text: string, places: Places, line: number, column: number): number | null {
  const start = places.offset({ line, column });
  const name = /^[\w-]+/.exec(text.slice(start))?.[0];
  if (name === undefined) return null;
  const block = text.slice(start, text.indexOf("}", start));
  const again = [...block.matchAll(new RegExp(`(?<=[;\\s])${name}\\s*:`, "g"))].at(-1);
  return again === undefined ? null : places.at(start + again.index).line;
}
