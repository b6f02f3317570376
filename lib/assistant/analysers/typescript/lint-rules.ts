import type { Category, Severity } from "@/lib/contracts/findings";

/** Which rules of ESLint run, with what they mean to people. What the compiler says as well is left to it. */

export interface LintRule {
  category: Category;
  severity: Severity;
  options?: unknown[];
}

const bug = (...options: unknown[]): LintRule => ({ category: "bug", severity: "warning", options });
const error = (...options: unknown[]): LintRule => ({ category: "error", severity: "error", options });
const security = (...options: unknown[]): LintRule => ({
  category: "security",
  severity: "warning",
  options,
});
const style = (severity: Severity, ...options: unknown[]): LintRule => ({
  category: "style",
  severity,
  options,
});

export const LINT_RULES: Readonly<Record<string, LintRule>> = {
  "array-callback-return": bug(),
  "constructor-super": error(),
  "for-direction": bug(),
  "getter-return": bug(),
  "no-async-promise-executor": bug(),
  "no-compare-neg-zero": bug(),
  "no-cond-assign": bug(),
  "no-constant-binary-expression": bug(),
  "no-constant-condition": bug({ checkLoops: "none" }),
  "no-constructor-return": bug(),
  "no-debugger": style("info"),
  "no-dupe-class-members": bug(),
  "no-dupe-else-if": bug(),
  "no-dupe-keys": bug(),
  "no-duplicate-case": bug(),
  "no-empty-character-class": bug(),
  "no-empty-pattern": bug(),
  "no-ex-assign": bug(),
  "no-fallthrough": bug(),
  "no-global-assign": bug(),
  "no-invalid-regexp": error(),
  "no-irregular-whitespace": bug(),
  "no-loss-of-precision": bug(),
  "no-misleading-character-class": bug(),
  "no-new-native-nonconstructor": error(),
  "no-obj-calls": error(),
  "no-promise-executor-return": { ...bug({ allowVoid: true }), severity: "info" },
  "no-self-assign": bug(),
  "no-self-compare": bug(),
  "no-setter-return": bug(),
  "no-shadow-restricted-names": bug(),
  "no-sparse-arrays": bug(),
  "no-template-curly-in-string": bug(),
  "no-this-before-super": error(),
  "no-unmodified-loop-condition": bug(),
  "no-unreachable-loop": bug(),
  "no-unsafe-finally": bug(),
  "no-unsafe-negation": bug(),
  "no-unsafe-optional-chaining": bug(),
  "no-useless-backreference": bug(),
  "no-useless-catch": style("info"),
  "require-yield": style("info"),
  "use-isnan": bug(),
  "valid-typeof": bug(),
  eqeqeq: { category: "bug", severity: "info", options: ["always", { null: "ignore" }] },
  "no-await-in-loop": { category: "performance", severity: "info" },
  "no-eval": security(),
  "no-new-func": security(),
  "no-script-url": security(),
  "@typescript-eslint/no-unused-expressions": bug({
    allowShortCircuit: true,
    allowTernary: true,
    allowTaggedTemplates: true,
  }),
  "@typescript-eslint/await-thenable": { ...bug(), severity: "info" },
  "@typescript-eslint/no-array-delete": bug(),
  "@typescript-eslint/no-base-to-string": { ...bug(), severity: "info" },
  "@typescript-eslint/no-floating-promises": bug(),
  "@typescript-eslint/no-for-in-array": bug(),
  "@typescript-eslint/no-implied-eval": security(),
  "@typescript-eslint/no-misused-promises": bug(),
  "@typescript-eslint/only-throw-error": bug(),
  "@typescript-eslint/require-array-sort-compare": bug({ ignoreStringArrays: true }),
  "@typescript-eslint/restrict-plus-operands": bug({
    allowAny: true,
    allowBoolean: true,
    allowNullish: true,
    allowNumberAndString: true,
    allowRegExp: true,
  }),
  "@typescript-eslint/switch-exhaustiveness-check": bug({ considerDefaultExhaustiveForUnions: true }),
};
