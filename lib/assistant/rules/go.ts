import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { callOf } from "@/lib/assistant/rules/vocabulary";

/** What Go's own habits make easy to get wrong. */

const FAILING_PACKAGES =
  /^(?:os|io|ioutil|json|xml|strconv|http|sql|exec|filepath|url|base64|hex|yaml|csv|template|regexp|net|rand)$/;
const FAILING =
  /^(?:Read|Write|Open|Create|Parse|Atoi|Marshal|Unmarshal|Decode|Encode|Exec|Query|Dial|Listen|Load|Save|Fetch|Get|Post|Do$|Scan|Begin|Prepare|Stat)/;
/** Methods whose only answer is whether they worked, and of which it matters. */
const ONLY_ERROR =
  /^(?:json|xml|yaml)\.Unmarshal$|^os\.(?:WriteFile|MkdirAll|Mkdir|Rename|Chdir)$|\.(?:Commit|Decode|Scan|UnmarshalJSON)$/;
const NO_ERROR = /^(?:os\.Getenv|http\.(?:StatusText|Get$)|strconv\.(?:Itoa|Quote))/;

const bug = { category: "bug", severity: "warning", languages: ["go"] } as const;

export const GO_RULES: Rule[] = [
  {
    name: "ignored-error",
    ...bug,
    kinds: ["short_var_declaration", "assignment_statement", "expression_statement"],
    check: ignoredError,
  },
  {
    name: "defer-in-loop",
    ...bug,
    kinds: ["defer_statement"],
    check: (node) =>
      node.loop === null
        ? null
        : {
            at: node,
            message: "A deferred call waits for the end of the function: in a loop they pile up until then",
          },
  },
];

function ignoredError(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  if (node.kind === "expression_statement") {
    const [only] = namedChildren(node);
    const call = only === undefined ? null : callOf(only, text);
    const name = call === null ? "" : `${call.receiver}.${call.name}`;
    if (call === null || !ONLY_ERROR.test(name)) return null;
    return { at: node, message: `Whether \`${call.name}\` worked is never looked at: check its error` };
  }
  const targets = fieldOf(node, "left");
  const values = fieldOf(node, "right");
  if (targets === undefined || values === undefined) return null;
  const last = namedChildren(targets).at(-1);
  const [value, ...more] = namedChildren(values);
  const call = value === undefined ? null : callOf(value, text);
  if (last === undefined || textOf(last) !== "_" || call === null || more.length > 0) return null;
  const name = `${call.receiver}.${call.name}`;
  const fails =
    FAILING.test(call.name) &&
    (FAILING_PACKAGES.test(call.receiver) || /[dD][bB]|tx|conn|client|stmt|rows?/.test(call.receiver));
  if ((!fails && !(FAILING_PACKAGES.test(call.receiver) && FAILING.test(call.name))) || NO_ERROR.test(name))
    return null;
  return { at: node, message: `The error of \`${call.name}\` is thrown away: check it` };
}
