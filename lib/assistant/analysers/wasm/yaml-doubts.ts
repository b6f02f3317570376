import { type Document, isPair, isScalar, isSeq, type Scalar, visit } from "yaml";
import type { Places } from "@/lib/assistant/analysers/places";
import { problemAt } from "@/lib/assistant/analysers/wasm/problem-of";
import type { Problem } from "@/lib/assistant/problem";

/** YAML that can be read, and is something else than it looks like. */

const SWITCH = /^(?:yes|no|on|off|y|n)$/i;
/** Below these, values are texts. */
const HOLDS_TEXTS = /^(?:environment|env|labels|annotations|build_args|args|variables)$/;
const IS_TEXT = /^(?:country(?:_?code)?|lang(?:uage)?|locale|code|state|answer|name|title)$/i;
const IS_VERSION =
  /version$|^(?:python|node|nodejs|ruby|go|php|java|rust|dotnet|versions|tag|appVersion)$|-version$/i;

/** Of documents that were read without a syntax error. */
export function yamlDoubts(documents: readonly Document.Parsed[], places: Places): Problem[] {
  return documents.flatMap((document) => doubtsIn(document, places));
}

function doubtsIn(document: Document.Parsed, places: Places): Problem[] {
  const anchors = new Set<string>();
  const found: Problem[] = [];
  const tell = (rule: string, isError: boolean, message: string, at: number, end: number) => {
    const [category, severity] = isError ? (["error", "error"] as const) : (["bug", "warning"] as const);
    found.push({
      ...problemAt("yaml", rule, category, severity, message, places, at, end),
      source: "tandem",
    });
  };
  visit(document, {
    Node(_, node) {
      if ("anchor" in node && typeof node.anchor === "string" && node.anchor !== "") anchors.add(node.anchor);
    },
    Alias(_, { source, range }) {
      if (anchors.has(source) || range == null) return;
      tell("undefined-alias", true, `No \`&${source}\` stands above this`, range[0], range[1]);
    },
    Scalar(key, node, path) {
      if (typeof node.anchor === "string") anchors.add(node.anchor);
      const { range, source } = node;
      if (key === "key" || node.type !== "PLAIN" || range == null || source === undefined) return;
      const message = doubtAbout(node, source, path);
      if (message !== null) tell(message.rule, false, message.text, range[0], range[1]);
    },
  });
  return found;
}

function doubtAbout(
  node: Scalar,
  source: string,
  path: readonly unknown[],
): { rule: string; text: string } | null {
  const parent = path.at(-1);
  const isListed = isSeq(parent);
  const name = nameOf(path);
  if (typeof node.value === "number" && /^\d+\.\d*0$/.test(source) && name !== null && IS_VERSION.test(name))
    return { rule: "version-as-number", text: `This is the number ${node.value}: a version needs quotes` };
  if (!SWITCH.test(source)) return null;
  const isText = isListed
    ? isAmongTexts(parent.items, source)
    : name !== null && (IS_TEXT.test(name) || HOLDS_TEXTS.test(outerNameOf(path) ?? ""));
  return isText
    ? {
        rule: "text-as-boolean",
        text: `Many readers take \`${source}\` for true or false: a text needs quotes`,
      }
    : null;
}

/** Whether the others in the list are short words that no reader takes for a boolean, as codes of countries are. */
function isAmongTexts(items: readonly unknown[], source: string): boolean {
  const others = items.flatMap((item) =>
    isScalar(item) && typeof item.value === "string" && item.value !== source ? [item.value] : [],
  );
  return others.length > 0 && others.every((other) => /^[A-Za-z]{2,3}$/.test(other) && !SWITCH.test(other));
}

/** The key that a value, or the list it is in, belongs to. */
function nameOf(path: readonly unknown[]): string | null {
  return keysOf(path).at(-1) ?? null;
}

function outerNameOf(path: readonly unknown[]): string | null {
  return keysOf(path).at(-2) ?? null;
}

function keysOf(path: readonly unknown[]): string[] {
  return path.flatMap((one) => (isPair(one) && isScalar(one.key) ? [String(one.key.value)] : []));
}
