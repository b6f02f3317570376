import type { Problem } from "@/lib/assistant/problem";

type Judgement = Pick<Problem, "category" | "severity">;
type Level = "error" | "warning" | "info" | "style";

/** Codes of what is wrong with the syntax are below this one, of what is wrong with the meaning from it on. */
const FIRST_OF_MEANING = 2_000;

/**
 * Not asked for: what only says more of a mistake named elsewhere (a script that does not parse gets four of them), files
 * that are not here, a first line that not every script has, and what is mostly meant.
 */
export const OFF = [
  "SC1009",
  "SC1047",
  "SC1072",
  "SC1073",
  "SC1079",
  "SC1090",
  "SC1091",
  "SC2016",
  "SC2148",
  "SC2181",
  "SC2317",
] as const;

/** Warnings to ShellCheck; in well-kept scripts they are taste, or nobody can tell without the rest of the program. */
const MILDER = new Set([
  ...[2034, 2046, 2048, 2050, 2064, 2154, 2155, 2166, 2172, 2188, 2209, 2221, 2222, 2254],
  ...[3037, 3043, 3045],
]);
/** Its remarks on what does go wrong, with the right file name. */
const REAL = new Set([2030, 2031, 2035, 2059, 2086, 2094, 2162]);

/** How grave a remark is, and of which kind. */
export function judgementOf(code: number, level: Level): Judgement {
  if (level === "error" && code < FIRST_OF_MEANING) return { category: "error", severity: "error" };
  if (REAL.has(code)) return { category: "bug", severity: "info" };
  if (MILDER.has(code)) return { category: code === 2034 ? "style" : "bug", severity: "info" };
  if (level === "error" || level === "warning") return { category: "bug", severity: "warning" };
  return { category: "style", severity: "hint" };
}
