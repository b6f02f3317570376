import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { parseAllDocuments } from "yaml";
import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { type Places, placesIn } from "@/lib/assistant/analysers/places";
import { problemAt, sentence, syntaxProblem } from "@/lib/assistant/analysers/wasm/problem-of";
import { yamlDoubts } from "@/lib/assistant/analysers/wasm/yaml-doubts";
import type { AnalysisInput, Problem } from "@/lib/assistant/problem";

/** JSON, with comments where a file's name allows them, and YAML. */

const ERRORS_MAX = 5;
const WITH_COMMENTS =
  /\.jsonc$|^(?:ts|js)config\b.*\.json$|^\.eslintrc|^(?:settings|launch|tasks|extensions|keybindings)\.json$|^devcontainer\.json$/i;

export const json: Analyser = {
  name: "jsonc-parser",
  languages: ["json"],
  load: async () => checkJson,
};

function checkJson({ name, text }: AnalysisInput): Problem[] {
  if (text.trim() === "") return [];
  const relaxed = WITH_COMMENTS.test(name);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: !relaxed, allowTrailingComma: relaxed });
  const places = placesIn(text);
  // What follows the first is mostly its consequence.
  const syntax = errors.slice(0, 1).map((error) => jsonError(error, text, places));
  return [...syntax, ...(tree === undefined ? [] : duplicateKeys(tree, text, places))];
}

/** What is missing is told at the end of what stands before it, not at what comes next. */
function jsonError({ error, offset, length }: ParseError, text: string, places: Places): Problem {
  const code = printParseErrorCode(error);
  const words = code.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  const before = text.slice(0, offset).trimEnd();
  const trailing = /[}\]]/.test(text[offset] ?? "") && before.endsWith(",");
  const missing = /Expected$/.test(code);
  const start = trailing || missing ? Math.max(before.length - 1, 0) : offset;
  const end = trailing || missing ? start + 1 : offset + Math.max(length, 1);
  const found = syntaxProblem(
    "jsonc-parser",
    trailing ? "JSON allows no comma behind the last value" : words,
    places,
    start,
    end,
  );
  if (!trailing) return found;
  const edit = { start: places.at(start), end: places.at(start + 1), text: "" };
  return { ...found, fix: { title: "Remove the comma", edits: [edit] } };
}

function duplicateKeys(tree: Node, text: string, places: Places): Problem[] {
  const found: Problem[] = [];
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const seen = new Set<unknown>();
    for (const child of node.children ?? []) {
      open.push(child);
      const key = node.type === "object" ? child.children?.[0] : undefined;
      if (key === undefined) continue;
      if (seen.has(key.value)) {
        const message = `The key \`${text.slice(key.offset, key.offset + key.length)}\` is here already: only the last one counts`;
        found.push(
          problemAt(
            "jsonc-parser",
            "duplicate-key",
            "bug",
            "warning",
            message,
            places,
            key.offset,
            key.offset + key.length,
          ),
        );
      }
      seen.add(key.value);
    }
  }
  return found;
}

/** Templates that become YAML only later. */
const TEMPLATE = /\{\{[\s\S]*?\}\}|\{%|<%/;

export const yaml: Analyser = {
  name: "yaml",
  languages: ["yaml"],
  load: async () => checkYaml,
};

function checkYaml({ text }: AnalysisInput): Problem[] {
  const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: "silent", uniqueKeys: true });
  const read = Array.isArray(documents) ? documents : [];
  const errors = read.flatMap((document) => document.errors);
  const isTemplate = TEMPLATE.test(text.replaceAll(/\$\{\{/g, ""));
  if (isTemplate) return [];
  const places = placesIn(text);
  const lines = new Set<number>();
  const doubts = errors.some(({ code }) => code !== "DUPLICATE_KEY") ? [] : yamlDoubts(read, places);
  const problems = errors.slice(0, ERRORS_MAX).flatMap(({ code, message, pos: [start, end] }) => {
    // An open bracket or quote is noticed at the end of the text: it is told where the last thing stands.
    const at = start >= text.trimEnd().length ? Math.max(text.trimEnd().length - 1, 0) : start;
    const { line } = places.at(at);
    if (lines.has(line)) return [];
    lines.add(line);
    const rule = code === "DUPLICATE_KEY" ? "duplicate-key" : "syntax";
    return [
      problemAt(
        "yaml",
        rule,
        "error",
        "error",
        sentence(message),
        places,
        at,
        Math.max(at + 1, Math.min(end, at + 80)),
      ),
    ];
  });
  return [...problems, ...doubts];
}
