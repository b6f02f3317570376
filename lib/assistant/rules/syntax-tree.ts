import type { Node as ParsedNode, Tree, TreeCursor } from "web-tree-sitter";

/**
 * A syntax tree in plain objects, made in one walk: rules then look up, down and sideways without crossing into
 * WebAssembly for each step, and a tree of any depth costs no stack.
 */
export interface SyntaxNode {
  readonly kind: string;
  /** Its name among its parent's children, as the grammar calls it; "" for none. */
  readonly field: string;
  /** Offsets in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Zero for a token that the parser had to invent. */
  readonly named: boolean;
  readonly missing: boolean;
  readonly parent: SyntaxNode | null;
  readonly children: SyntaxNode[];
  /** The nearest loop of the same function that runs this node again and again. */
  readonly loop: SyntaxNode | null;
  /** The nearest function around it, itself not included. */
  readonly fn: SyntaxNode | null;
}

export interface SyntaxTree {
  root: SyntaxNode;
  /** All nodes, each before its children. */
  nodes: SyntaxNode[];
  /** Functions (or the root, for code outside of any) with a syntax error in them. */
  broken: Set<SyntaxNode>;
}

/** What repeats and what encloses, in one language. */
export interface Shape {
  /** Whether a node's `body` runs again and again. */
  isLoop(node: SyntaxNode, text: string): boolean;
  isFunction(kind: string): boolean;
}

/** Copies a parsed tree. Each question to the cursor crosses into WebAssembly: what is known is not asked again. */
export function syntaxTree(parsed: Tree, text: string, shape: Shape): SyntaxTree {
  const nodes: SyntaxNode[] = [];
  const broken = new Set<SyntaxNode>();
  const cursor = parsed.walk();
  const kindOf = kindsOf(cursor);
  let parent: SyntaxNode | null = null;
  for (;;) {
    const field = cursor.currentFieldName ?? "";
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    // Trap: spread into the object that is made for each node, these make it five times as slow.
    const { kind, named } = kindOf();
    const { loop, fn } = around(parent, field, text, shape);
    const node: SyntaxNode = {
      kind,
      named,
      field,
      start,
      end,
      missing: start === end && cursor.nodeIsMissing, // what the parser invents has no length
      parent,
      children: [],
      loop,
      fn,
    };
    parent?.children.push(node);
    nodes.push(node);
    if (node.missing || node.kind === "ERROR") broken.add(node.fn ?? nodes[0] ?? node);
    if (cursor.gotoFirstChild()) {
      parent = node;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        cursor.delete();
        const [root = node] = nodes;
        return { root, nodes, broken };
      }
      parent = parentOf(parent);
    }
  }
}

/** The kind of the cursor's node and whether it is named, which its kind alone says. */
function kindsOf(cursor: TreeCursor): () => Pick<SyntaxNode, "kind" | "named"> {
  const known = new Map<number, Pick<SyntaxNode, "kind" | "named">>();
  return () => {
    const id = cursor.nodeTypeId;
    const kind = known.get(id) ?? { kind: cursor.nodeType, named: cursor.nodeIsNamed };
    known.set(id, kind);
    return kind;
  };
}

const parentOf = (node: SyntaxNode | null): SyntaxNode | null => node?.parent ?? null;

function around(parent: SyntaxNode | null, field: string, text: string, { isLoop, isFunction }: Shape) {
  if (parent === null) return { loop: null, fn: null };
  const fn = isFunction(parent.kind) ? parent : parent.fn;
  if (isFunction(parent.kind) && !isLoop(parent, text)) return { loop: null, fn };
  return { loop: field === "body" && isLoop(parent, text) ? parent : parent.loop, fn };
}

export function textOf(node: SyntaxNode, text: string): string {
  return text.slice(node.start, node.end);
}

export function fieldOf(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === field);
}

export function namedChildren(node: SyntaxNode): SyntaxNode[] {
  return node.children.filter(({ named, kind }) => named && !/comment/.test(kind));
}

/** At most so many of the named siblings behind a node, comments left out. */
export function statementsBehind(node: SyntaxNode, count: number): SyntaxNode[] {
  const siblings = node.parent?.children ?? [];
  const found: SyntaxNode[] = [];
  for (let at = siblings.indexOf(node) + 1; at < siblings.length && found.length < count; at += 1) {
    const next = siblings[at];
    if (next?.named === true && !/comment/.test(next.kind)) found.push(next);
  }
  return found;
}

/** The nearest of these kinds around a node. */
export function enclosing(node: SyntaxNode, kinds: readonly string[]): SyntaxNode | null {
  for (let at = node.parent; at !== null; at = at.parent) if (kinds.includes(at.kind)) return at;
  return null;
}

/** Everything below a node, each before its children; `enter` false leaves out what is below that node. */
export function* below(
  node: SyntaxNode,
  enter: (node: SyntaxNode) => boolean = () => true,
): Generator<SyntaxNode> {
  const stack = node.children.toReversed();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    if (enter(next))
      for (let index = next.children.length - 1; index >= 0; index--)
        stack.push(next.children[index] ?? next);
  }
}

/** Whether a parsed tree has a syntax error, and where: errors and missing tokens, at most `max`, without copying it. */
export function parsedErrors(root: ParsedNode, max: number): ParsedNode[] {
  const found: ParsedNode[] = [];
  const stack = root.hasError ? [root] : [];
  for (let node = stack.pop(); node !== undefined && found.length < max; node = stack.pop()) {
    if (node.isError || node.isMissing) found.push(node);
    else stack.push(...node.children.filter((child) => child.hasError || child.isMissing).reverse());
  }
  return found;
}
