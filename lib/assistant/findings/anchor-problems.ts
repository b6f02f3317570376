import { createHash } from "node:crypto";
import { FINDING_MESSAGE_MAX, FIX_LENGTH_MAX } from "@/lib/contracts/limits";
import type { Problem } from "../problem";
import type { FrozenText } from "./anchors";
import { anchorEdits } from "./fix-edits";
import { createLineIndex, type LineIndex } from "./line-index";
import type { NewFinding } from "./ports";

const NAME_MAX = 200;
const URL_MAX = 1_000;
const KEY_CHARACTERS = 32;

const hash = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, KEY_CHARACTERS);

/** What is compared to tell whether the text of a finding has changed. */
export const hashText = hash;

/**
 * Gives problems of one text their places in the document and their keys. A key is made of the rule, the text of the line
 * and which of the same it is, so it stays when other lines come and go; `scope` keeps keys of one run to itself.
 */
export function anchorProblems(frozen: FrozenText, problems: readonly Problem[], scope = ""): NewFinding[] {
  const lines = createLineIndex(frozen.text);
  const seen = new Map<string, number>();
  const placed = problems.map((problem) => ({ problem, start: lines.offsetAt(problem.start) }));
  placed.sort((a, b) => a.start - b.start);
  return placed.map(({ problem, start }) => {
    const { category, severity } = problem;
    const [source, rule] = [clean(problem.source, NAME_MAX), clean(problem.rule, NAME_MAX)];
    const line = lines.lineText(problem.start.line).trim();
    const name = JSON.stringify([scope, source, rule, line]);
    const ordinal = seen.get(name) ?? 0;
    seen.set(name, ordinal + 1);
    const end = Math.max(start, lines.offsetAt(problem.end));
    return {
      ...{ key: hash(`${name}${ordinal}`), source, rule, category, severity },
      message: clean(problem.message, FINDING_MESSAGE_MAX),
      url: problem.url !== null && /^https?:/.test(problem.url) ? clean(problem.url, URL_MAX) : null,
      anchor: frozen.anchor(start, end),
      textHash: hash(frozen.text.slice(start, end)),
      fix: problem.fix === null ? null : anchorFix(frozen, lines, problem.fix),
    };
  });
}

/** Null: it is too long to be kept, or its edits are none. */
function anchorFix(
  frozen: FrozenText,
  lines: LineIndex,
  { title, edits }: NonNullable<Problem["fix"]>,
): NewFinding["fix"] {
  const length = edits.reduce((sum, { text }) => sum + text.length, 0);
  if (length > FIX_LENGTH_MAX || edits.some(({ text }) => !isText(text))) return null;
  const kept = anchorEdits(
    frozen,
    edits.map(({ start, end, text }) => ({
      ...{ start: lines.offsetAt(start), end: lines.offsetAt(end) },
      insert: text.replaceAll(/\r\n?/g, "\n"),
    })),
  );
  if (kept === null) return null;
  const whole = kept.reduce((sum, { replaces, text }) => sum + replaces.length + text.length, 0);
  if (whole > FIX_LENGTH_MAX || kept.some(({ replaces, text }) => !isText(replaces) || !isText(text)))
    return null;
  return { title: clean(title, NAME_MAX), edits: kept };
}

/** What the database takes: no half of a surrogate pair, no U+0000. */
const isText = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
const clean = (text: string, max: number): string => text.slice(0, max).toWellFormed().replaceAll("\0", "");
