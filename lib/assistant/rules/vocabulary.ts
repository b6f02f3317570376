import {
  fieldOf,
  namedChildren,
  type Shape,
  type SyntaxNode,
  textOf,
} from "@/lib/assistant/rules/syntax-tree";

/** What the grammars call alike things, so that a rule is written once for many languages. */

export const SCRIPT = ["javascript", "typescript"];
export const BRACED = ["c", "cpp", "csharp", "go", "java", "javascript", "php", "rust", "typescript"];
export const ALL = [...BRACED, "python", "ruby"];

const LOOPS = new Set([
  "for_statement",
  "while_statement",
  "do_statement",
  "for_in_statement",
  "for_expression",
  "while_expression",
  "loop_expression",
  "enhanced_for_statement",
  "for_range_loop",
  "foreach_statement",
  "c_style_for_statement",
  "for",
  "while",
  "until",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

const FUNCTIONS = new Set([
  "function_definition",
  "lambda",
  "function_declaration",
  "function_expression",
  "arrow_function",
  "method_definition",
  "generator_function",
  "generator_function_declaration",
  "func_literal",
  "method_declaration",
  "function_item",
  "closure_expression",
  "constructor_declaration",
  "lambda_expression",
  "local_function_statement",
  "anonymous_method_expression",
  "anonymous_function",
  "method",
  "singleton_method",
  "block",
  "do_block",
]);

/** Methods that call what they are given once for each element. */
const EACH =
  /^(?:forEach|map|flatMap|filter|reduce|for_each|filter_map|each|each_with_index|each_pair|each_key|each_value|select|reject|collect|times|upto|downto|inject)$/;
const RUBY_BLOCKS = new Set(["block", "do_block"]);

/** Loops and functions of all languages; a function that is handed to `map`, `each` and the like is a loop. */
export function shapeOf(language: string): Shape {
  const isFunction = (kind: string) => FUNCTIONS.has(kind) && (language === "ruby" || !RUBY_BLOCKS.has(kind));
  return {
    isFunction,
    isLoop(node, text) {
      if (LOOPS.has(node.kind)) return true;
      if (!isFunction(node.kind)) return false;
      const call = RUBY_BLOCKS.has(node.kind) ? node.parent : (node.parent?.parent ?? null);
      // The node's later siblings are not there yet, but what is called stands before what it is given.
      const name = call === null ? undefined : callOf(call, text)?.name;
      return name !== undefined && EACH.test(name);
    },
  };
}

export interface Call {
  /** The function's or method's own name. */
  name: string;
  /** What the method is called on, as written; "" for a function. */
  receiver: string;
  arguments: SyntaxNode[];
  node: SyntaxNode;
}

const CALLS = new Set([
  "call",
  "call_expression",
  "new_expression",
  "method_invocation",
  "object_creation_expression",
  "invocation_expression",
  "function_call_expression",
  "member_call_expression",
  "nullsafe_member_call_expression",
  "scoped_call_expression",
  "macro_invocation",
]);
export const CALL_KINDS: readonly string[] = [...CALLS];

const PATHS =
  /^(?:member_expression|attribute|selector_expression|field_expression|scoped_identifier|qualified_identifier|member_access_expression|qualified_name)$/;

/** A node as a call of a function, method, constructor or macro. */
export function callOf(node: SyntaxNode, text: string): Call | null {
  if (!CALLS.has(node.kind)) return null;
  const passed = fieldOf(node, "arguments");
  const rest = {
    arguments: passed === undefined ? [] : namedChildren(passed).map(unwrapped),
    node,
  };
  const path =
    fieldOf(node, "function") ??
    fieldOf(node, "constructor") ??
    fieldOf(node, "type") ??
    fieldOf(node, "macro");
  if (path !== undefined) {
    const parts = namedChildren(path);
    const [first] = parts;
    const last = parts.at(-1);
    if (PATHS.test(path.kind) && first !== undefined && last !== undefined && first !== last)
      return { name: textOf(last, text), receiver: textOf(first, text), ...rest };
    return { name: textOf(path, text).replace(/<.*$/s, ""), receiver: "", ...rest };
  }
  const name = fieldOf(node, "method") ?? fieldOf(node, "name");
  if (name === undefined) return null;
  const receiver = fieldOf(node, "receiver") ?? fieldOf(node, "object") ?? fieldOf(node, "scope");
  return {
    name: textOf(name, text),
    receiver: receiver === undefined ? "" : textOf(receiver, text),
    ...rest,
  };
}

/** What an `argument`, a pair of parentheses or a condition holds, if that is one thing. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (/^(?:argument|parenthesized_expression|condition_clause|parenthesized_statements)$/.test(at.kind)) {
    const children = namedChildren(at);
    const [only] = children;
    if (only === undefined || children.length !== 1) break;
    at = only;
  }
  return at;
}

const STRING =
  /^(?:string|string_literal|raw_string_literal|interpreted_string_literal|encapsed_string|template_string|interpolated_string_expression|verbatim_string_literal|concatenated_string|raw_string)$/;

export const isString = ({ kind }: SyntaxNode): boolean => STRING.test(kind);
export const STRING_KINDS: readonly string[] = STRING.source.slice(4, -2).split("|");

const STATIC_PART = /content|fragment|escape|string_start|string_end|interpolation_start|^string$/;

/** Whether a string has values put into it as it stands (`${x}`, `#{x}`, `$x`, `{x}`). */
export function hasInserted(node: SyntaxNode): boolean {
  return node.children.some(({ kind, named }) => named && !STATIC_PART.test(kind));
}

/** A string without its quotes. */
export function contentOf(node: SyntaxNode, text: string): string {
  return textOf(node, text).replace(/^[a-zA-Z$@]*(?:"""|'''|#*"|['"`])|(?:"""|'''|"#*|['"`])$/g, "");
}

/** Whether the same comes out whenever it is evaluated: literals, and constants as they are usually written. */
export function isConstant(node: SyntaxNode, text: string): boolean {
  if (isString(node)) return !hasInserted(node);
  if (/^(?:integer|float|number|decimal|true|false|null|nil|none|boolean|char|simple_symbol)/.test(node.kind))
    return true;
  return /^[A-Z][A-Z0-9_]+$/.test(textOf(node, text));
}

/** The text before `node` in its function (or in the file), where the variables it uses are declared. */
export function textBefore(node: SyntaxNode, text: string): string {
  return text.slice(node.fn?.start ?? 0, node.start);
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
