import { CATEGORIES, type Category } from "@/lib/contracts/findings";
import { DEFECTS, type EvalCase, linesOf } from "../eval-cases/case";
import type { CaseResult } from "./run-case";

/** A finding this many lines off still names the mistake. */
const NEAR = 2;

export interface Judged {
  one: EvalCase;
  result: CaseResult;
  /** The mistake is among what was found. */
  hit: boolean;
  /** Findings that name no known mistake, by their own category; hints do not count. */
  wrong: Category[];
}

/** Holds what was found against what is known to be there. */
export function judge(one: EvalCase, result: CaseResult): Judged {
  const places = linesOf(one);
  const names = (line: number | null) =>
    line !== null && places.some((place) => Math.abs(place - line) <= NEAR);
  const counted = result.found.filter(({ head }) => head.severity !== "hint");
  return {
    one,
    result,
    hit: result.found.some(({ line }) => names(line)),
    wrong: counted.filter(({ line }) => !names(line)).map(({ head }) => head.kind),
  };
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? "   -" : `${Math.round((100 * part) / whole)} %`.padStart(4);

function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0;
}

/** The table that is printed. */
export function report(all: readonly Judged[]): string {
  const rows = [
    ...recallBy("mistake", all, ({ one }) => one.mistake?.defect),
    "",
    ...recallBy("language", all, ({ one }) => (one.mistake === null ? undefined : one.language)),
    "",
    ...precisionRows(all),
    "",
    ...costRows(all),
  ];
  return `${rows.join("\n")}\n`;
}

function recallBy(
  title: string,
  all: readonly Judged[],
  classOf: (judged: Judged) => string | undefined,
): string[] {
  const classes = [...new Set(all.flatMap((judged) => classOf(judged) ?? []))].sort();
  const row = (name: string, these: readonly Judged[]) => {
    const hits = these.filter(({ hit }) => hit).length;
    return `${name.padEnd(20)} ${`${hits}/${these.length}`.padStart(7)}  ${percent(hits, these.length)}`;
  };
  const withMistake = all.filter((judged) => classOf(judged) !== undefined);
  return [
    `${title.padEnd(20)}   found  recall`,
    ...classes.map((name) =>
      row(
        name,
        all.filter((judged) => classOf(judged) === name),
      ),
    ),
    row("all", withMistake),
  ];
}

function precisionRows(all: readonly Judged[]): string[] {
  const clean = all.filter(({ one }) => one.mistake === null);
  const silent = clean.filter(({ wrong }) => wrong.length === 0).length;
  const rows = CATEGORIES.map((category) => {
    const right = all.filter(
      ({ one, hit }) => hit && one.mistake !== null && DEFECTS[one.mistake.defect] === category,
    ).length;
    const wrong = all.flatMap((judged) => judged.wrong).filter((kind) => kind === category).length;
    return `${category.padEnd(20)} ${`${right}+${wrong}`.padStart(7)}  ${percent(right, right + wrong)}`;
  });
  return [
    "category         right+wrong  precision",
    ...rows,
    `clean, and silent    ${`${silent}/${clean.length}`.padStart(7)}  ${percent(silent, clean.length)}`,
  ];
}

function costRows(all: readonly Judged[]): string[] {
  const results = all.map(({ result }) => result);
  const found = results.flatMap((result) => result.found);
  const sum = (of: (result: CaseResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const first = results.flatMap(({ firstTextMs }) => firstTextMs ?? []);
  const total = results.map(({ totalMs }) => totalMs);
  const times = (values: readonly number[]) =>
    `p50 ${Math.round(quantile(values, 0.5))} ms, p95 ${Math.round(quantile(values, 0.95))} ms`;
  return [
    `findings placed      ${found.filter(({ line }) => line !== null).length} of ${found.length}, with a fix that can be applied: ${found.filter(({ hasFix }) => hasFix).length}`,
    `findings misread     ${sum(({ misread }) => misread)}`,
    `answers not whole    ${results.filter(({ failure }) => failure !== null).length} of ${results.length}`,
    `until the first word ${times(first)}`,
    `whole answer         ${times(total)}`,
    `tokens               ${sum(({ usage }) => usage?.input_tokens ?? 0)} in, ${sum(({ usage }) => usage?.output_tokens ?? 0)} out${results.some(({ usage }) => usage === null) ? " (not all told)" : ""}`,
  ];
}
