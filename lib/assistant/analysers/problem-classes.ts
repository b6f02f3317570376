import type { Problem } from "@/lib/assistant/problem";

/** Rules of different tools that say the same, as `source:rule`. */
const CLASSES: Record<string, readonly string[]> = {
  syntax: [
    "ruff:invalid-syntax",
    "typescript:syntax",
    "clang:syntax",
    "shellcheck:SC1046",
    "shellcheck:SC1078",
  ],
  unused: [
    "typescript:6133",
    "typescript:6192",
    "typescript:6196",
    "typescript:6198",
    "eslint:no-unused-vars",
  ],
  "undefined-name": ["typescript:2304", "typescript:2552", "eslint:no-undef"],
  "unreachable-code": [
    "typescript:7027",
    "eslint:no-unreachable",
    "eslint:no-unreachable-loop",
    "clang:unreachable-code",
    "clang:unreachable-code-return",
    "clang:unreachable-code-break",
  ],
  "self-comparison": ["eslint:no-self-compare", "ruff:PLR0124", "clang:tautological-compare"],
  "swallowed-exception": ["eslint:no-empty", "ruff:S110", "ruff:S112", "ruff:E722"],
  "assignment-in-condition": ["eslint:no-cond-assign", "clang:parentheses"],
  "self-assignment": ["eslint:no-self-assign", "clang:self-assign", "clang:self-assign-field"],
  "duplicate-key": ["eslint:no-dupe-keys", "typescript:1117"],
  "empty-statement": ["eslint:no-empty-statement", "typescript:1313", "clang:empty-body"],
  "code-injection": ["eslint:no-eval", "eslint:@typescript-eslint/no-implied-eval", "eslint:no-new-func"],
  "hard-coded-secret": ["ruff:S105", "ruff:S106", "ruff:S107"],
  "await-in-loop": ["eslint:no-await-in-loop"],
  "undeclared-name": ["clang:undeclared-name"],
  "no-such-member": ["clang:no-such-member"],
  "missing-return": ["clang:return-type"],
  uninitialized: ["clang:uninitialized", "clang:conditional-uninitialized", "clang:sometimes-uninitialized"],
  "format-arguments": ["clang:format", "clang:format-insufficient-args", "clang:format-extra-args"],
  "size-of-pointer": [
    "clang:sizeof-pointer-memaccess",
    "clang:sizeof-array-argument",
    "clang:sizeof-pointer-div",
  ],
  "return-of-local": ["clang:return-stack-address"],
  "string-identity": ["clang:string-compare"],
  "text-plus-number": ["clang:string-plus-int"],
  "wrong-delete": ["clang:mismatched-new-delete"],
  "destructor-not-virtual": [
    "clang:delete-non-abstract-non-virtual-dtor",
    "clang:delete-abstract-non-virtual-dtor",
  ],
  "missing-include": ["clang:implicit-function-declaration"],
  "copied-in-loop": ["clang:range-loop-construct"],
  unquoted: ["shellcheck:SC2086", "shellcheck:SC2046", "shellcheck:SC2068"],
  "list-of-ls": ["shellcheck:SC2045"],
  "unquoted-pattern": ["shellcheck:SC2061", "shellcheck:SC2062"],
  "quoted-tilde": ["shellcheck:SC2088"],
  "compare-redirects": ["shellcheck:SC2071", "shellcheck:SC3012"],
  "spaced-assignment": ["shellcheck:SC2283", "shellcheck:SC1068"],
  "glued-test": ["shellcheck:SC1035", "shellcheck:SC1019"],
  "unguarded-rm": ["shellcheck:SC2115"],
  "unchecked-cd": ["shellcheck:SC2164"],
  "lost-in-pipe": ["shellcheck:SC2030", "shellcheck:SC2031"],
  "backslashes-eaten": ["shellcheck:SC2162"],
  "needless-cat": ["shellcheck:SC2002"],
  "dollar-assignment": ["shellcheck:SC1066"],
  "redirected-in-vain": ["shellcheck:SC2024"],
  "hidden-failure": ["shellcheck:SC2155"],
  "infinite-loop": ["eslint:no-constant-condition", "eslint:no-unmodified-loop-condition"],
};

/** Of our own: `request-in-loop` says why an `await` in a loop hurts. */
const OWN: Record<string, string> = { "request-in-loop": "await-in-loop", "query-in-loop": "await-in-loop" };

/** ShellCheck's codes for what `sh` does not have. */
const BASH_ONLY = /^SC3\d{3}$/;

const CLASS_OF = new Map(
  Object.entries(CLASSES).flatMap(([name, rules]) => rules.map((rule) => [rule, name] as const)),
);

/** What kind of problem it is, whoever found it. */
export function classOf({ source, rule }: Pick<Problem, "source" | "rule">): string {
  const known = CLASS_OF.get(`${source}:${rule}`);
  if (known !== undefined) return known;
  if (rule === "syntax") return "syntax";
  if (source === "shellcheck" && BASH_ONLY.test(rule)) return "not-in-sh";
  return source === "tandem" || source === "prism" ? (OWN[rule] ?? rule) : `${source}:${rule}`;
}
