import { spawn } from "node:child_process";
import { text as textOf } from "node:stream/consumers";
import { z } from "zod";
import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { judgementOf, OFF } from "@/lib/assistant/analysers/shellcheck/shellcheck-rules";
import { sentence } from "@/lib/assistant/analysers/wasm/problem-of";
import type { Problem } from "@/lib/assistant/problem";
import type { Position } from "@/lib/contracts/findings";

/** Shell: ShellCheck, where the machine has it. It reads our text alone: no settings (`--norc`), no file it names (no `-x`). */

const SECONDS_MAX = 5;
/** Of the clock on the wall: on a busy machine it comes last. */
const WALL_MS = 20_000;
const KILOBYTES_MAX = 512 * 1024;
const LIMITED = `ulimit -t ${SECONDS_MAX}; ulimit -d ${KILOBYTES_MAX}; exec "$0" "$@"`;

const placeSchema = {
  line: z.number().int().min(1),
  endLine: z.number().int().min(1),
  column: z.number().int().min(1),
  endColumn: z.number().int().min(1),
};
const commentSchema = z.object({
  ...placeSchema,
  level: z.enum(["error", "warning", "info", "style"]),
  code: z.number().int(),
  message: z.string(),
  fix: z
    .object({
      replacements: z.array(
        z.object({ ...placeSchema, replacement: z.string(), precedence: z.number().int() }),
      ),
    })
    .nullable(),
});
type Comment = z.infer<typeof commentSchema>;
const answerSchema = z.object({ comments: z.array(commentSchema) });

export function shellcheckAt(program: string): Analyser {
  return {
    name: "shellcheck",
    languages: ["shell"],
    load: async () => async (input) => {
      const answer = await ask(program, input.text);
      const lines = input.text.split("\n");
      return answer.comments.map((comment) => problemOf(comment, lines));
    },
  };
}

/** Throws where it does not come to an end, or says nothing that can be read. */
async function ask(program: string, text: string): Promise<z.infer<typeof answerSchema>> {
  const args = ["--norc", "--format=json1", `--exclude=${OFF.join(",")}`];
  // A script that does not say what it is for is read as most are.
  const dialect = /^(#!|\s*#\s*shellcheck shell=)/.test(text) ? [] : ["--shell=bash"];
  const child = spawn("/bin/sh", ["-c", LIMITED, program, ...args, ...dialect, "-"], {
    env: { NODE_ENV: "production", LANG: "C.UTF-8" },
    stdio: ["pipe", "pipe", "ignore"],
    signal: AbortSignal.timeout(WALL_MS),
    killSignal: "SIGKILL",
  });
  child.stdin.on("error", () => undefined); // it ended before it had read all: what it says tells
  child.stdin.end(text);
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
  const [said] = await Promise.all([textOf(child.stdout), ended]);
  return answerSchema.parse(JSON.parse(said));
}

function problemOf(comment: Comment, lines: readonly string[]): Problem {
  const { code, level, message, fix } = comment;
  const rule = `SC${code}`;
  return {
    source: "shellcheck",
    rule,
    ...judgementOf(code, level),
    message: sentence(message),
    ...placesOf(comment, lines),
    fix: fix === null ? null : { title: titleOf(fix.replacements), edits: editsOf(fix.replacements, lines) },
    url: `https://www.shellcheck.net/wiki/${rule}`,
  };
}

type Replacement = NonNullable<Comment["fix"]>["replacements"][number];

function titleOf(replacements: readonly Replacement[]): string {
  const texts = new Set(replacements.map(({ replacement }) => replacement.trim()));
  const [only = ""] = texts;
  if (texts.size !== 1 || only === "") return "Rewrite it";
  return only === '"' ? "Put it in double quotes" : `Write \`${only}\``;
}

/** What goes in at the same place goes in by precedence, the higher one nearer to what stands there. */
const editsOf = (replacements: readonly Replacement[], lines: readonly string[]) =>
  [...replacements]
    .sort((a, b) => a.precedence - b.precedence)
    .map((one) => ({ ...placesOf(one, lines), text: one.replacement }));

/** ShellCheck counts characters, we count UTF-16 units. */
function placesOf(
  { line, column, endLine, endColumn }: Pick<Comment, "line" | "column" | "endLine" | "endColumn">,
  lines: readonly string[],
): { start: Position; end: Position } {
  const at = (line: number, column: number) => {
    const before = Array.from(lines[line - 1] ?? "").slice(0, column - 1);
    return { line, column: before.join("").length + 1 };
  };
  return { start: at(line, column), end: at(endLine, endColumn) };
}
