import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import {
  below,
  enclosing,
  fieldOf,
  namedChildren,
  type SyntaxNode,
  type SyntaxTree,
} from "@/lib/assistant/rules/syntax-tree";
import { callOf, contentOf, escapeRegExp, isString } from "@/lib/assistant/rules/vocabulary";

/** What Java and C# let pass: things left open, boxes compared, failures nobody hears of. */

const bug = { category: "bug", severity: "warning" } as const;

export const JVM_CLR_RULES: Rule[] = [
  {
    name: "left-open",
    ...bug,
    languages: ["java", "csharp"],
    kinds: ["local_variable_declaration", "local_declaration_statement"],
    check: leftOpen,
  },
  { name: "boxed-identity", ...bug, languages: ["java"], kinds: ["binary_expression"], check: boxedIdentity },
  { name: "async-void", ...bug, languages: ["csharp"], kinds: ["method_declaration"], check: asyncVoid },
  {
    name: "lost-stack-trace",
    ...bug,
    severity: "info",
    languages: ["csharp"],
    kinds: ["throw_statement"],
    check: lostStackTrace,
  },
  {
    name: "format-arguments",
    ...bug,
    languages: ["csharp"],
    kinds: ["invocation_expression"],
    check: formatArguments,
  },
  {
    name: "missing-await",
    ...bug,
    languages: ["csharp"],
    kinds: ["expression_statement"],
    check: missingAwait,
  },
  {
    name: "equals-without-hash",
    ...bug,
    severity: "info",
    languages: ["java", "csharp"],
    kinds: ["class_declaration"],
    check: equalsWithoutHash,
  },
];

const CLOSEABLE =
  /^new\s+(?:\w+\.)*(?:File(?:Reader|Writer|InputStream|OutputStream|Stream)|Buffered(?:Reader|Writer|InputStream|OutputStream)|PrintWriter|InputStreamReader|OutputStreamWriter|Scanner|RandomAccessFile|ZipFile|Socket|ServerSocket|StreamReader|StreamWriter|SqlConnection|SqlCommand|HttpResponseMessage|TcpClient|BinaryReader|BinaryWriter|ObjectInputStream|ObjectOutputStream)\s*\(|^(?:DriverManager\.getConnection|File\.(?:OpenRead|OpenWrite|OpenText|CreateText|Open)|Files\.new\w+|\w+\.(?:prepareStatement|createStatement))\(/;

/** A file or connection that never leaves the method and is never closed in it. */
function leftOpen(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  if (node.fn === null || /^\s*(?:await\s+)?using\b/.test(textOf(node))) return null;
  const declarator = [...below(node)].find(({ kind }) => kind === "variable_declarator");
  const name = declarator === undefined ? undefined : fieldOf(declarator, "name");
  const value =
    declarator === undefined ? undefined : (fieldOf(declarator, "value") ?? namedChildren(declarator).at(-1));
  if (
    name === undefined ||
    value === undefined ||
    !CLOSEABLE.test(textOf(value)) ||
    /System\.in|Console\.|ByteArray|StringReader/.test(textOf(value))
  )
    return null;
  const word = `(?<![\\w.])${escapeRegExp(textOf(name))}(?!\\w)`;
  const behind = text.slice(node.end, node.fn.end);
  const leaves = new RegExp(
    `${word}\\??\\.(?:close|Close|Dispose|closeQuietly|DisposeAsync)\\b|return[^;]*${word}(?!\\.)|[(,=]\\s*(?:this\\.)?${word}\\s*[,);}]|(?:try|using)\\s*\\(\\s*${word}|(?:=|\\?|:)\\s*${word}\\s*[;:]`,
  );
  if (leaves.test(behind)) return null;
  const language = /\busing\b/.test(text) && !/\bimport\b/.test(text) ? "`using`" : "`try ( … )`";
  return { at: name, message: `\`${textOf(name)}\` is never closed: open it with ${language}` };
}

const BOXES = /^(?:Integer|Long|Short|Byte|Character|Double|Float|BigDecimal|BigInteger)$/;

function boxedIdentity(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const [left, right] = [fieldOf(node, "left"), fieldOf(node, "right")];
  if (
    left?.kind !== "identifier" ||
    right?.kind !== "identifier" ||
    !/^[!=]=$/.test(text.slice(left.end, right.start).trim())
  )
    return null;
  const areBoxes = [left, right].every((side) => {
    const types = typesOf(textOf(side), context);
    return types.length > 0 && types.every((type) => BOXES.test(type));
  });
  if (!areBoxes || textOf(left) === textOf(right)) return null;
  const not = text.slice(left.end, right.start).includes("!") ? "!" : "";
  return {
    at: node,
    message: "This asks whether both are the same object, not the same number: use `equals`",
    fix: {
      title: "Compare with `equals`",
      edits: [
        {
          start: node.start,
          end: node.end,
          text: `${not}java.util.Objects.equals(${textOf(left)}, ${textOf(right)})`,
        },
      ],
    },
  };
}

const TYPES = new WeakMap<SyntaxTree, Map<string, string[]>>();

/** The types that the text declares a name with, or answers with where it is a method's. */
function typesOf(name: string, { tree, text }: RuleContext): string[] {
  const known = TYPES.get(tree) ?? typesByName(text);
  TYPES.set(tree, known);
  return known.get(name) ?? [];
}

function typesByName(text: string): Map<string, string[]> {
  const types = new Map<string, string[]>();
  for (const [, type = "", name = ""] of text.matchAll(
    /\b([A-Za-z_]\w*(?:<[^;=(){}]{1,100}>)?)\s+(\w+)\s*(?=[=;,):(])/g,
  )) {
    if (/^(?:return|else|case|new|await|throw|in)$/.test(type)) continue;
    const so = types.get(name);
    if (so === undefined) types.set(name, [type]);
    else so.push(type);
  }
  return types;
}

function asyncVoid(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  const [type, name] = [fieldOf(node, "returns"), fieldOf(node, "name")];
  const isAsync = node.children.some((child) => child.kind === "modifier" && textOf(child) === "async");
  if (type === undefined || name === undefined || !isAsync || textOf(type) !== "void") return null;
  const passed = fieldOf(node, "parameters");
  const isHandler = passed !== undefined && /EventArgs|\bobject\??\s+\w*[sS]ender/.test(textOf(passed));
  const isOverride = node.children.some((child) => child.kind === "modifier" && textOf(child) === "override");
  if (isHandler || isOverride || /^On[A-Z]|_\w+$/.test(textOf(name))) return null;
  return {
    at: { start: node.start, end: name.end },
    message: "Nobody can wait for this, and what fails in it ends the program: return `Task`",
    fix: { title: "Return `Task`", edits: [{ start: type.start, end: type.end, text: "Task" }] },
  };
}

function lostStackTrace(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  const [thrown] = namedChildren(node);
  const caught = enclosing(node, ["catch_clause"]);
  const declaration = caught?.children.find(({ kind }) => kind === "catch_declaration");
  const name = declaration === undefined ? undefined : fieldOf(declaration, "name");
  if (thrown?.kind !== "identifier" || name === undefined || textOf(name) !== textOf(thrown)) return null;
  return {
    at: node,
    message: "This forgets where it came from: `throw;` keeps that",
    fix: { title: "Use `throw;`", edits: [{ start: node.start, end: node.end, text: "throw;" }] },
  };
}

function formatArguments(node: SyntaxNode, { text }: RuleContext): RuleFinding | null {
  const call = callOf(node, text);
  if (
    call === null ||
    !/^(?:WriteLine|Write|Format|AppendFormat)$/.test(call.name) ||
    !/^(?:Console|string|String)$|[bB]uilder|^sb$/.test(call.receiver)
  )
    return null;
  const [format, ...values] = call.arguments;
  if (
    format?.kind !== "string_literal" ||
    !isString(format) ||
    (values.length === 0 && !/Format$/.test(call.name))
  )
    return null;
  const content = contentOf(format, text).replace(/\{\{|\}\}/g, "");
  const asked =
    Math.max(-1, ...[...content.matchAll(/\{(\d+)[^{}]*\}/g)].map(([, index]) => Number(index))) + 1;
  // One array may hold them all.
  if (asked <= values.length || (values.length === 1 && asked !== 2)) return null;
  return { at: node, message: `The format asks for ${asked} values, and there are ${values.length}` };
}

/** A method of this file that answers a task, called for nothing inside of an `async` one. */
function missingAwait(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const [only] = namedChildren(node);
  const call = only === undefined ? null : callOf(only, text);
  if (
    only?.kind !== "invocation_expression" ||
    call === null ||
    node.fn === null ||
    !/^(?:this|)$/.test(call.receiver)
  )
    return null;
  const isAsync = node.fn.children.some((child) => child.kind === "modifier" && textOf(child) === "async");
  const declared = typesOf(call.name, context);
  if (!isAsync || declared.length === 0 || !declared.every((type) => /^(?:Value)?Task\b/.test(type)))
    return null;
  return {
    at: node,
    message: `Nobody waits for \`${call.name}\`, nor hears when it fails: add \`await\``,
    fix: { title: "Add `await`", edits: [{ start: node.start, end: node.start, text: "await " }] },
  };
}

function equalsWithoutHash(node: SyntaxNode, { language, textOf }: RuleContext): RuleFinding | null {
  const body = fieldOf(node, "body");
  const methods = (body === undefined ? [] : namedChildren(body)).filter(
    ({ kind }) => kind === "method_declaration",
  );
  const named = (name: string) =>
    methods.find((method) => textOf(fieldOf(method, "name") ?? method) === name);
  const equals = language === "java" ? named("equals") : named("Equals");
  const isOverride =
    equals !== undefined &&
    /\(\s*(?:final\s+|@\w+\s+)*[oO]bject\??\s+\w+\s*\)/.test(textOf(fieldOf(equals, "parameters") ?? equals));
  if (
    equals === undefined ||
    !isOverride ||
    named(language === "java" ? "hashCode" : "GetHashCode") !== undefined
  )
    return null;
  return {
    at: fieldOf(equals, "name") ?? equals,
    message: `Whoever is equal must have the same hash: \`${language === "java" ? "hashCode" : "GetHashCode"}\` is missing`,
  };
}
