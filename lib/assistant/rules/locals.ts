import type { RuleContext } from "@/lib/assistant/rules/rule";
import { below, fieldOf, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";

/** Local variables of C and C++, and where a function mentions a name: each function is gone through once. */

export interface Local {
  name: string;
  /** The name itself, where it is declared. */
  at: SyntaxNode;
  /** As written, without stars. */
  type: string;
  isPointer: boolean;
  isReference: boolean;
  /** What stands between the brackets of an array, as written; undefined where it is none. */
  size?: string;
  value?: SyntaxNode;
  declaration: SyntaxNode;
}

const LOCALS = new WeakMap<SyntaxNode, Local[]>();
const MENTIONS = new WeakMap<SyntaxNode, Map<string, SyntaxNode[]>>();

/** All variables declared in a function's body, those with `static` or `extern` left out. */
export function localsOf(fn: SyntaxNode, context: RuleContext): Local[] {
  const known = LOCALS.get(fn);
  if (known !== undefined) return known;
  const body = fieldOf(fn, "body");
  const locals =
    body === undefined
      ? []
      : [...below(body)]
          .filter(({ kind }) => kind === "declaration")
          .flatMap((one) => declared(one, context));
  LOCALS.set(fn, locals);
  return locals;
}

function declared(declaration: SyntaxNode, { textOf }: RuleContext): Local[] {
  const type = fieldOf(declaration, "type");
  const isKept = declaration.children.some(
    (child) => child.kind === "storage_class_specifier" && /static|extern|thread/.test(textOf(child)),
  );
  if (type === undefined || isKept) return [];
  return declaration.children
    .filter(({ field }) => field === "declarator")
    .flatMap((declarator) => {
      let at = declarator;
      const local = { isPointer: false, isReference: false, type: textOf(type), declaration };
      let size: string | undefined;
      let value: SyntaxNode | undefined;
      while (at.kind !== "identifier") {
        if (at.kind === "pointer_declarator") local.isPointer = true;
        else if (at.kind === "reference_declarator") local.isReference = true;
        else if (at.kind === "init_declarator") value = fieldOf(at, "value");
        else if (at.kind === "array_declarator") size = sizeOf(at, textOf);
        else return [];
        const inner = fieldOf(at, "declarator") ?? at.children.find(({ named }) => named);
        if (inner === undefined) return [];
        at = inner;
      }
      return [
        {
          ...local,
          name: textOf(at),
          at,
          ...(size === undefined ? {} : { size }),
          ...(value ? { value } : {}),
        },
      ];
    });
}

function sizeOf(array: SyntaxNode, textOf: RuleContext["textOf"]): string {
  const size = fieldOf(array, "size");
  return size === undefined ? "" : textOf(size);
}

/** Every identifier of a function by its text, in the text's order. */
export function mentionsOf(fn: SyntaxNode, { textOf }: RuleContext): Map<string, SyntaxNode[]> {
  const known = MENTIONS.get(fn);
  if (known !== undefined) return known;
  const mentions = new Map<string, SyntaxNode[]>();
  for (const node of below(fn)) {
    if (node.kind !== "identifier" && node.kind !== "variable_name") continue;
    const name = textOf(node);
    const so = mentions.get(name);
    if (so === undefined) mentions.set(name, [node]);
    else so.push(node);
  }
  MENTIONS.set(fn, mentions);
  return mentions;
}

/** Where a local is mentioned after its declaration. */
export function usesOf({ name, at }: Local, fn: SyntaxNode, context: RuleContext): SyntaxNode[] {
  const mentions = mentionsOf(fn, context).get(name) ?? [];
  return mentions.slice(indexAfter(mentions, at.start));
}

/** The first mention of a name that starts behind a place, if there is one. */
export function nextMention(
  name: string,
  after: number,
  fn: SyntaxNode,
  context: RuleContext,
): SyntaxNode | undefined {
  const mentions = mentionsOf(fn, context).get(name) ?? [];
  return mentions[indexAfter(mentions, after)];
}

/** The mentions of a name between two places. */
export function mentionsWithin(
  name: string,
  from: number,
  to: number,
  fn: SyntaxNode,
  context: RuleContext,
): SyntaxNode[] {
  const mentions = mentionsOf(fn, context).get(name) ?? [];
  return mentions.slice(indexAfter(mentions, from), indexAfter(mentions, to));
}

/** Of nodes in order, how many start at a place or before it. */
function indexAfter(nodes: readonly SyntaxNode[], place: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.start ?? place) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether a variable is set there as a whole: `x = …`, not `x += …`, not `x[0] = …`. */
export function isSet(node: SyntaxNode, { text }: RuleContext): boolean {
  const parent = node.parent;
  if (parent === null || node.field !== "left") return false;
  const right = fieldOf(parent, "right");
  return right !== undefined && text.slice(node.end, right.start).trim() === "=";
}
