import type { Category, Severity } from "@/lib/contracts/findings";

type Judgement = readonly [Category, Severity];

const ERROR: Judgement = ["error", "error"];
const BUG: Judgement = ["bug", "warning"];
const HINT: Judgement = ["bug", "info"];

/** html-validate's that are on: what browsers repair in a way nobody meant, not how a page is written. */
export const HTML_RULES: Record<string, Judgement> = {
  "close-order": ERROR,
  "void-content": ERROR,
  "no-dup-id": BUG,
  "no-dup-attr": BUG,
  "element-permitted-content": BUG,
  "element-permitted-parent": BUG,
  "element-permitted-order": BUG,
  "element-permitted-occurrences": BUG,
  "element-required-ancestor": BUG,
  "element-required-attributes": HINT,
  "attribute-allowed-values": BUG,
  "map-dup-name": BUG,
  "map-id-name": BUG,
  "form-dup-name": HINT,
  "unrecognized-char-ref": HINT,
  "no-missing-references": HINT,
  "script-element": BUG,
  "wcag/h37": HINT,
  "wcag/h30": HINT,
  "no-unknown-elements": BUG,
  "attr-spacing": BUG,
  "no-implicit-close": HINT,
  "input-missing-label": HINT,
  "input-attributes": HINT,
  "attribute-misuse": HINT,
  "multiple-labeled-controls": HINT,
  "valid-for": HINT,
  "empty-title": HINT,
  "text-content": HINT,
  deprecated: ["style", "info"],
};

/** markdownlint's that are on: what does not become what it looks like. */
export const MARKDOWN_RULES: Record<string, Judgement> = {
  MD011: BUG,
  MD018: HINT,
  MD038: ["style", "hint"],
  MD042: HINT,
  MD045: ["style", "hint"],
  MD051: HINT,
  MD052: HINT,
  MD053: ["style", "hint"],
  MD056: BUG,
};

const CSS_SEVERITIES: [RegExp, Judgement][] = [
  [/^CssSyntaxError$/, ERROR],
  [/^(?:block-no-empty|no-empty-source|comment-no-empty)$/, ["style", "info"]],
  [/duplicate|shorthand|no-descending-specificity|vendor|deprecated/, HINT],
  [/unknown-vendor|important/, ["style", "info"]],
];

export function severityOfCss(rule: string): Judgement {
  return CSS_SEVERITIES.find(([words]) => words.test(rule))?.[1] ?? BUG;
}
