import { isSet, type Local, localsOf, usesOf } from "@/lib/assistant/rules/locals";
import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { callOf, unwrapped } from "@/lib/assistant/rules/vocabulary";

/** Values in C and C++ that are not what they seem: never set, of too small a type, of no address. */

const both = { category: "bug", severity: "warning", languages: ["c", "cpp"] } as const;

export const C_VALUE_RULES: Rule[] = [
  { name: "uninitialized", ...both, kinds: ["function_definition"], check: uninitialized },
  { name: "end-of-file-in-char", ...both, kinds: ["function_definition"], check: endOfFileInChar },
  { name: "scanf-without-address", ...both, kinds: ["call_expression"], check: scanfWithoutAddress },
  { name: "chained-comparison", ...both, kinds: ["binary_expression"], check: chainedComparison },
  { name: "text-plus-number", ...both, kinds: ["binary_expression"], check: textPlusNumber },
  { name: "size-of-pointer", ...both, kinds: ["call_expression"], check: sizeOfPointer },
];

const NUMBERS =
  /^(?:(?:un)?signed|short|long|int|char|float|double|bool|_Bool|size_t|ssize_t|std::size_t|u?int\d+_t|std::u?int\d+_t)(?:\s+(?:long|int|char|short|double))*$/;

/** What is read before anything can have been put into it: on the way from its declaration there is no branch. */
function uninitialized(fn: SyntaxNode, context: RuleContext): RuleFinding[] {
  const { text } = context;
  if (/^[^{]*\basm\b|\bgoto\b|\bva_start\b/.test(text.slice(fn.start, fn.end))) return [];
  return localsOf(fn, context).flatMap((local) => {
    const isPlain =
      local.value === undefined &&
      local.size === undefined &&
      !local.isReference &&
      (local.isPointer || NUMBERS.test(local.type)) &&
      local.at.fn === fn;
    if (!isPlain || local.declaration.parent?.kind !== "compound_statement") return [];
    const [first] = usesOf(local, fn, context);
    if (first === undefined || first.fn !== fn || !isRead(first, local, context)) return [];
    if (!isReachedAlways(first, local.declaration.parent)) return [];
    return [{ at: first, message: `\`${local.name}\` is used here before anything is put into it` }];
  });
}

function isRead(node: SyntaxNode, local: Local, context: RuleContext): boolean {
  const parent = node.parent;
  if (parent === null || isSet(node, context)) return false;
  if (parent.kind === "assignment_expression")
    return node.field === "left" || !isWithinMacro(parent, context);
  if (parent.kind === "binary_expression")
    return context.text.slice(parent.start, parent.end).includes(">>") === false || context.language === "c";
  if (parent.kind === "update_expression" || parent.kind === "return_statement") return true;
  if (parent.kind === "init_declarator") return node.field === "value";
  if (parent.kind === "subscript_expression" || parent.kind === "field_expression") return local.isPointer;
  if (parent.kind === "pointer_expression") return context.text[parent.start] === "*" && local.isPointer;
  if (parent.kind === "subscript_argument_list") return true;
  if (parent.kind === "argument_list" && parent.parent !== null)
    return /^(?:printf|puts|strcpy|strcat|strlen|free|memcpy|abs|sqrt|pow)$/.test(
      callOf(parent.parent, context.text)?.name ?? "",
    );
  return false;
}

function isWithinMacro(node: SyntaxNode, { text }: RuleContext): boolean {
  for (let at = node.parent; at !== null && !/statement$/.test(at.kind); at = at.parent)
    if (/^[A-Z_0-9]+$/.test(callOf(at, text)?.name ?? "")) return true;
  return false;
}

/** Only conditions, whole statements and bodies of loops stand between: those run whatever happens, if anything does. */
function isReachedAlways(node: SyntaxNode, block: SyntaxNode): boolean {
  for (let at = node; at !== block; ) {
    const parent = at.parent;
    if (parent === null) return false;
    const isBranch =
      (/^(?:if_statement|conditional_expression|else_clause)$/.test(parent.kind) &&
        at.field !== "condition") ||
      (parent.kind === "for_statement" && at.field === "update") ||
      (parent.kind === "binary_expression" &&
        at.field === "right" &&
        parent.children.some(({ kind }) => /^(?:&&|\|\|)$/.test(kind)));
    if (isBranch || /case|catch|preproc|lambda|sizeof|decltype|alignof|labeled|ERROR/.test(parent.kind))
      return false;
    at = parent;
  }
  return true;
}

function endOfFileInChar(fn: SyntaxNode, context: RuleContext): RuleFinding[] {
  const characters = localsOf(fn, context).filter(
    ({ type, isPointer, size }) => /^(?:unsigned )?char$/.test(type) && !isPointer && size === undefined,
  );
  return characters.flatMap((local) =>
    usesOf(local, fn, context).flatMap((use) => {
      const assignment = use.parent;
      const call = assignment === null ? undefined : fieldOf(assignment, "right");
      const comparison = assignment?.parent?.parent;
      if (call === undefined || !isSet(use, context) || comparison?.kind !== "binary_expression") return [];
      const isCompared = /(?:[!=]=)\s*EOF$/.test(context.textOf(comparison));
      if (!isCompared || !/^f?getc(?:har)?$/.test(callOf(call, context.text)?.name ?? "")) return [];
      return [
        {
          at: comparison,
          message: `\`${local.name}\` is a \`${local.type}\`, which cannot hold \`EOF\` besides all characters: make it an \`int\``,
        },
      ];
    }),
  );
}

function scanfWithoutAddress(node: SyntaxNode, context: RuleContext): RuleFinding[] {
  const { text, textOf } = context;
  const call = callOf(node, text);
  const first = { scanf: 1, fscanf: 2, sscanf: 2 }[call?.name ?? ""];
  if (call === null || first === undefined || node.fn === null) return [];
  const numbers = localsOf(node.fn, context).filter(
    ({ type, isPointer, size }) => NUMBERS.test(type) && !isPointer && size === undefined,
  );
  return call.arguments.slice(first).flatMap((value) => {
    const name = textOf(value);
    if (value.kind !== "identifier" || !numbers.some((local) => local.name === name)) return [];
    return [
      {
        at: value,
        message: `\`${call.name}\` needs to know where \`${name}\` is: pass \`&${name}\``,
        fix: {
          title: `Change to \`&${name}\``,
          edits: [{ start: value.start, end: value.start, text: "&" }],
        },
      },
    ];
  });
}

const ORDERS = /^[<>]=?$/;

function chainedComparison(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  const left = fieldOf(node, "left");
  const operators = [node, left].map((one) => (one === undefined ? undefined : fieldOf(one, "operator")));
  if (left?.kind !== "binary_expression") return null;
  if (!operators.every((operator) => operator !== undefined && ORDERS.test(textOf(operator)))) return null;
  return {
    at: node,
    message: "This compares the outcome of the first comparison, 0 or 1, with the last value",
  };
}

function textPlusNumber(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const [left, right] = [fieldOf(node, "left"), fieldOf(node, "right")];
  if (left === undefined || right === undefined || text.slice(left.end, right.start).trim() !== "+")
    return null;
  const kinds = [unwrapped(left).kind, unwrapped(right).kind];
  const literal = kinds.includes("string_literal");
  const number = kinds.some((kind) => /^(?:number|char)_literal$/.test(kind));
  if (!literal || !number || /^(?:0|1)$/.test(textOf(right))) return null;
  return { at: node, message: "This does not join them: the number is added to the address of the text" };
}

/** `malloc(sizeof(p))` where `p` is the pointer that the memory is for. */
function sizeOfPointer(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const call = callOf(node, context.text);
  if (call === null || !/^(?:malloc|calloc|memset|memcpy)$/.test(call.name) || node.fn === null) return null;
  const operand = call.arguments
    .map((argument) => /(?:^|\*\s*)sizeof\s*\(?\s*(\w+)\s*\)?(?:$|\s*\*)/.exec(context.textOf(argument))?.[1])
    .find((name) => name !== undefined);
  if (operand === undefined) return null;
  const local = localsOf(node.fn, context).find(({ name }) => name === operand);
  const isTarget = call.name.endsWith("alloc")
    ? isAssignedTo(node, operand, context)
    : call.arguments[0] !== undefined && context.textOf(call.arguments[0]) === operand;
  if (local?.isPointer !== true || local.size !== undefined || !isTarget) return null;
  return {
    at: node,
    message: `\`sizeof(${operand})\` is the size of a pointer: use \`sizeof(*${operand})\``,
  };
}

function isAssignedTo(node: SyntaxNode, name: string, { textOf }: RuleContext): boolean {
  let at = node.parent;
  while (at?.kind === "cast_expression") at = at.parent;
  const target = at === null ? undefined : (fieldOf(at, "declarator") ?? fieldOf(at, "left"));
  return target !== undefined && textOf(target).replace(/[*\s]/g, "") === name;
}
