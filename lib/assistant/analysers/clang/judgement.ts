import type { Diagnostic } from "@/lib/assistant/analysers/clang/diagnostics";
import type { Problem } from "@/lib/assistant/problem";

type Judgement = Pick<Problem, "category" | "severity">;

/** What a warning says of the text by itself, whatever a header that is not there may hold. */
const BY_ITSELF =
  /^(?:parentheses.*|self-assign.*|tautological-.*|empty-body|uninitialized|return-type|format.*|sizeof-.*|string-compare|infinite-recursion|return-stack-address|misleading-indentation|array-bounds.*|division-by-zero|string-plus-int|logical-not-parentheses|bitwise-.*|bool-operation|shift-.*|dangling.*|unreachable-code.*|delete-.*|memset-transposed-args|enum-compare.*|dangling-else|for-loop-analysis|unused-variable|unused-but-set-variable|unused-value|int-conversion|nonnull|comma|pessimizing-move|range-loop-.*|mismatched-new-delete|varargs|unsequenced)$/;
/** Of what nobody uses it may be that a text which was not read whole does. */
const UNUSED = /^unused-/;
/** Here a `long` has 32 bits, where the program is to run mostly 64. */
const OF_WIDTH =
  /^(?:format|shift-count-overflow|constant-conversion|literal-conversion|implicit-const-int-float-conversion|tautological-(?:constant-out-of-range-compare|type-limit-compare|unsigned-zero-compare)|type-limits|.*pointer-.*int.*cast|integer-overflow)$/;
const WIDE = /\b(?:long|u?int(?:64|ptr|max|_fast\d+)_t|s?size_t|time_t|off_t|ptrdiff_t)\b/;
/** What precompiled headers bring in that the text does not include; this clang's library lacks; and what follows from another error. */
const NOT_THE_TEXTS =
  /\bis ambiguous\b|wasm|WebAssembly|'(?:::)?(?:std::)?(?:system|tmpfile|tmpnam|thread|mutex|raise|signal)'|too many errors emitted/;
/** Only a remark: it is meant, or harmless, about as often as not. */
const MILD =
  /^(?:unused-.*|conditional-uninitialized|unreachable-code.*|unused|missing-braces|type-limits|range-loop-.*|reorder-ctor|extra-semi.*|deprecated-.*|gnu-.*|char-subscripts)$/;
const STYLE =
  /^(?:unused-(?:variable|but-set-variable|const-variable|private-field|label|local-typedef|lambda-capture)|extra-semi.*|reorder-ctor|missing-braces|deprecated-.*|gnu-.*)$/;

/** Whether it is said of the text. `alone`: nothing that the text uses is missing; `whole`: it was compiled without an error. */
export function isOfTheText(
  { kind, rule, message, start }: Diagnostic,
  { alone, whole }: { alone: boolean; whole: boolean },
): boolean {
  if (start.line < 1 || NOT_THE_TEXTS.test(message)) return false;
  if (OF_WIDTH.test(rule) && WIDE.test(message)) return false;
  if (alone) return true;
  return kind === "warning" && BY_ITSELF.test(rule) && (whole || !UNUSED.test(rule));
}

/** How grave it is, and of which kind. */
export function judgementOf({ kind, rule }: Pick<Diagnostic, "kind" | "rule">): Judgement {
  if (kind === "error") return { category: "error", severity: "error" };
  if (STYLE.test(rule)) return { category: "style", severity: "info" };
  return { category: "bug", severity: MILD.test(rule) ? "info" : "warning" };
}
