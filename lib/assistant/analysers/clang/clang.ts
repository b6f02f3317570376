import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { type Files, openCompiler, readPrecompiled } from "@/lib/assistant/analysers/clang/compiler";
import {
  type Diagnostic,
  diagnosticsIn,
  type Place,
  type Remark,
} from "@/lib/assistant/analysers/clang/diagnostics";
import {
  checkCommand,
  HEADER,
  HEADER_TEXT,
  inputName,
  needsPrecompiled,
  PRECOMPILED,
} from "@/lib/assistant/analysers/clang/flags";
import { includesOf, standsAlone, withStubs } from "@/lib/assistant/analysers/clang/includes";
import { isOfTheText, judgementOf } from "@/lib/assistant/analysers/clang/judgement";
import { sentence } from "@/lib/assistant/analysers/wasm/problem-of";
import type { Problem } from "@/lib/assistant/problem";
import type { Position } from "@/lib/contracts/findings";

/** C, C++: clang's errors and warnings, where `npm run analysers:clang` has put it. */
export function clangIn(folder: string): Analyser {
  return {
    name: "clang",
    languages: ["c", "cpp"],
    async load() {
      const [compile, precompiled] = await Promise.all([
        openCompiler(folder),
        readPrecompiled(folder, PRECOMPILED),
      ]);
      return async ({ language, text }) => {
        const files = withStubs(language, text);
        const isFaster = language === "cpp" && needsPrecompiled(includesOf(text));
        const headers: Files =
          isFaster && precompiled !== undefined ? { [PRECOMPILED]: precompiled, [HEADER]: HEADER_TEXT } : {};
        const command = checkCommand(language, { precompiled: PRECOMPILED in headers });
        const { said } = await compile(command, { ...files, ...headers });
        return problemsOf(diagnosticsIn(said), language, text);
      };
    },
  };
}

function problemsOf(diagnostics: readonly Diagnostic[], language: string, text: string): Problem[] {
  const own = inputName(language);
  const alone = standsAlone(language, text);
  const whole = !diagnostics.some(({ kind }) => kind === "error");
  const lines = text.split("\n");
  return diagnostics
    .filter((diagnostic) => diagnostic.file === own && isOfTheText(diagnostic, { alone, whole }))
    .map((diagnostic) => problemOf(diagnostic, own, lines));
}

function problemOf(diagnostic: Diagnostic, own: string, lines: readonly string[]): Problem {
  const { rule, message } = diagnostic;
  const start = positionOf(diagnostic.start, lines);
  const word = /^(?:\w+|"[^"]*"|[^\w\s]+)/.exec((lines[start.line - 1] ?? "").slice(start.column - 1))?.[0];
  return {
    source: "clang",
    rule: rule === "" ? ruleOfError(message) : rule,
    ...judgementOf(diagnostic),
    message: sentence(message),
    start,
    end: { line: start.line, column: start.column + (word?.length ?? 1) },
    fix: fixOf(diagnostic, own, lines),
    url: rule === "" ? null : `https://clang.llvm.org/docs/DiagnosticsReference.html#w${rule}`,
  };
}

/** clang numbers no errors: told apart is what other tools say as well. */
function ruleOfError(message: string): string {
  if (/^(?:expected|extraneous|missing terminating|unterminated|unmatched)\b/.test(message)) return "syntax";
  if (message.startsWith("no member named")) return "no-such-member";
  return /^(?:use of undeclared|unknown type name)/.test(message) ? "undeclared-name" : "error";
}

/** Its own edits, else those of the note that changes what the text does: the other one only silences the warning. */
function fixOf(diagnostic: Diagnostic, own: string, lines: readonly string[]): Problem["fix"] {
  const changes = ({ edits, message, file }: Remark) =>
    file === own && edits.length > 0 && !/\b(?:silence|suppress)\b/.test(message);
  const from = [diagnostic, ...diagnostic.notes].find(changes);
  if (from === undefined) return null;
  const edits = from.edits.map(({ start, end, text }) => ({
    start: positionOf(start, lines),
    end: positionOf(end, lines),
    text,
  }));
  return { title: titleOf(from, edits), edits };
}

function titleOf({ kind, message }: Remark, edits: readonly { text: string }[]): string {
  if (kind === "note") return sentence(message.replace(/ to (?:turn|match|fix) .*$/, ""));
  const [only = { text: "" }] = edits;
  return edits.length === 1 && only.text.trim() !== "" ? `Write \`${only.text.trim()}\`` : "Rewrite it";
}

/** clang counts bytes, we count UTF-16 units. */
function positionOf({ line, column }: Place, lines: readonly string[]): Position {
  const before = Buffer.from(lines[line - 1] ?? "").subarray(0, column - 1);
  return { line, column: before.toString("utf8").length + 1 };
}
