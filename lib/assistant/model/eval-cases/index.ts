import type { EvalCase } from "./case";
import { CPP } from "./cpp";
import { GO } from "./go";
import { JAVA } from "./java";
import { JAVASCRIPT } from "./javascript";
import { PYTHON } from "./python";
import { TYPESCRIPT } from "./typescript";

/** Written for this, by hand: mistakes of logic, which static analysers do not see, and programs without any. */
export const EVAL_CASES: readonly EvalCase[] = [
  ...PYTHON,
  ...JAVASCRIPT,
  ...TYPESCRIPT,
  ...GO,
  ...JAVA,
  ...CPP,
];
