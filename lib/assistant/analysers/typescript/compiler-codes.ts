import ts from "typescript";
import type { Category, Severity } from "@/lib/contracts/findings";

/** What becomes of the compiler's diagnostics, by their number. */

export interface Meaning {
  category: Category;
  severity: Severity;
}

const ERROR: Meaning = { category: "error", severity: "error" };

/** It compiles to something that runs, but hardly to what was meant. */
const BUGS = new Set([
  2367, // compares what can never be equal
  2678, // a case that can never be equal
  2774, // a function in a condition, never called
  2801, // a promise in a condition, never awaited
  2839, // compares with a new object
  2845, // compares with NaN
  2869, // the right side of ?? is never reached
  2872, // always true
  2873, // always false
  2881, // always nullish
]);

/** Unused: name, all imports, type, all destructured, all variables, type parameter. */
export const UNUSED = new Set([6133, 6192, 6196, 6198, 6199, 6205]);
export const UNREACHABLE = 7027;

/**
 * Says only that another file or its types are not here, or comes from that: modules, JSX without React's types, calls
 * with type arguments on what is unknown, `this` of unknown kind, global augmentations, members of an unknown parent.
 * And what is said for the compiler's sake: a directive that was needed elsewhere.
 */
const NOT_HERE = new Set([
  1149, 1192, 1259, 1261, 1343, 1378, 1479, 2305, 2306, 2307, 2318, 2347, 2348, 2354, 2459, 2460, 2497, 2503,
  2578, 2580, 2581, 2582, 2584, 2591, 2592, 2593, 2602, 2605, 2607, 2614, 2664, 2665, 2668, 2669, 2671, 2686,
  2691, 2694, 2708, 2724, 2732, 2792, 2834, 2835, 2868, 2875, 2877, 2882, 4112, 4113, 4114, 4115, 4116, 4117,
  4119, 4121, 4122, 4127, 4128, 5097, 6053, 6137, 6142, 7016,
]);

/** Of JavaScript, whose types are a guess, only what holds whatever the types are, or what is very likely. */
const SURE_IN_JAVASCRIPT = new Set([
  1308, // await outside of an async function
  2304, // unknown name
  2451, // declared twice
  2448, // used before its declaration
  2540, // assigns what is read only
  2551, // unknown property, one alike is known
  2552, // unknown name, one alike is known
  2588, // assigns a constant
  2630, // assigns a function
  2632, // assigns an import
  18004, // unknown name as a short property
  ...BUGS,
]);

/** What a diagnostic means to people; `null`: nothing. */
export function meaningOf({ code, category }: ts.Diagnostic, untyped: boolean): Meaning | null {
  if (UNUSED.has(code)) return { category: "style", severity: "info" };
  if (code === UNREACHABLE) return { category: "bug", severity: "warning" };
  // The compiler's other suggestions are refactorings.
  if (category === ts.DiagnosticCategory.Suggestion) return null;
  // 7xxx: implicit `any`, which is the rule when types of other files are not here.
  if (NOT_HERE.has(code) || (code >= 7000 && code < 8000)) return null;
  if (untyped && !SURE_IN_JAVASCRIPT.has(code)) return null;
  // Feature tests look like that.
  if (untyped && code === 2774) return null;
  if (BUGS.has(code)) return { category: "bug", severity: untyped ? "warning" : "error" };
  return ERROR;
}
