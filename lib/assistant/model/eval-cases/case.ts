import type { Category } from "@/lib/contracts/findings";

/** What kind of mistake it is, finer than a category. */
export const DEFECTS = {
  "off by one": "bug",
  "wrong operator": "bug",
  "wrong variable": "bug",
  "missed case": "bug",
  "shared state": "bug",
  "lost error": "bug",
  leak: "bug",
  injection: "security",
  "slow growth": "performance",
} as const satisfies Record<string, Category>;
export type Defect = keyof typeof DEFECTS;

/** A small program with one mistake that no compiler or linter sees, or with none. */
export interface EvalCase {
  name: string;
  language: string;
  code: string;
  /** Null: there is nothing to find. `lines`: texts of lines, each there once, any of which names the place. */
  mistake: { defect: Defect; lines: readonly string[] } | null;
}

/** The numbers of the lines that name the mistake's place. */
export function linesOf({ code, mistake }: EvalCase): number[] {
  const lines = code.split("\n");
  return (mistake?.lines ?? []).map((text) => lines.findIndex((line) => line.trim() === text) + 1);
}
