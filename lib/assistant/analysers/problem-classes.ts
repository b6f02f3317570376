import type { Problem } from "@/lib/assistant/problem";

/** Rules of different tools that say the same, as `source:rule`. */
const CLASSES: Record<string, readonly string[]> = {
  syntax: ["ruff:invalid-syntax", "typescript:syntax"],
  unused: [
    "typescript:6133",
    "typescript:6192",
    "typescript:6196",
    "typescript:6198",
    "eslint:no-unused-vars",
  ],
  "undefined-name": ["typescript:2304", "typescript:2552", "eslint:no-undef"],
  "unreachable-code": ["typescript:7027", "eslint:no-unreachable", "eslint:no-unreachable-loop"],
  "self-comparison": ["eslint:no-self-compare", "ruff:PLR0124", "clang:tautological-compare"],
  "swallowed-exception": ["eslint:no-empty", "ruff:S110", "ruff:S112", "ruff:E722"],
  "assignment-in-condition": ["eslint:no-cond-assign"],
  "self-assignment": ["eslint:no-self-assign"],
  "duplicate-key": ["eslint:no-dupe-keys", "typescript:1117"],
  "empty-statement": ["eslint:no-empty-statement", "typescript:1313"],
  "code-injection": ["eslint:no-eval", "eslint:@typescript-eslint/no-implied-eval", "eslint:no-new-func"],
  "hard-coded-secret": ["ruff:S105", "ruff:S106", "ruff:S107"],
  "await-in-loop": ["eslint:no-await-in-loop"],
  "infinite-loop": ["eslint:no-constant-condition", "eslint:no-unmodified-loop-condition"],
};

/** Of our own: `request-in-loop` says why an `await` in a loop hurts. */
const OWN: Record<string, string> = { "request-in-loop": "await-in-loop", "query-in-loop": "await-in-loop" };

const CLASS_OF = new Map(
  Object.entries(CLASSES).flatMap(([name, rules]) => rules.map((rule) => [rule, name] as const)),
);

/** What kind of problem it is, whoever found it. */
export function classOf({ source, rule }: Pick<Problem, "source" | "rule">): string {
  const known = CLASS_OF.get(`${source}:${rule}`);
  if (known !== undefined) return known;
  if (rule === "syntax") return "syntax";
  return source === "tandem" || source === "prism" ? (OWN[rule] ?? rule) : `${source}:${rule}`;
}
