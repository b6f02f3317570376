import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { contentOf, isString } from "@/lib/assistant/rules/vocabulary";

/** Names that are declared and not used, or given twice. */

const DUPLICATE_IN = ["array_creation_expression", "hash", "object", "table_constructor"];
const PAIRS = /^(?:array_element_initializer|pair)$/;

export const NAME_RULES: Rule[] = [
  {
    name: "unused-variable",
    category: "style",
    severity: "info",
    languages: ["c", "cpp", "csharp", "java", "rust", "go"],
    kinds: [
      "init_declarator",
      "variable_declarator",
      "let_declaration",
      "short_var_declaration",
      "var_spec",
      "declaration",
    ],
    check: unusedVariable,
  },
  {
    name: "unused-import",
    category: "style",
    severity: "info",
    languages: ["go", "java", "rust", "php"],
    kinds: ["import_spec", "import_declaration", "use_declaration", "namespace_use_declaration"],
    check: unusedImport,
  },
  {
    name: "duplicate-key",
    category: "bug",
    severity: "warning",
    languages: ["php", "ruby", "javascript", "typescript"],
    kinds: DUPLICATE_IN,
    check: duplicateKeys,
  },
];

function unusedVariable(node: SyntaxNode, context: RuleContext): RuleFinding | RuleFinding[] | null {
  const { language, text } = context;
  if (node.fn === null) return null;
  const names = declaredBy(node, language);
  const isStrict = language === "go";
  return names
    .filter((name) => {
      const word = text.slice(name.start, name.end);
      return !word.startsWith("_") && !isUsed(word, name, text, isStrict);
    })
    .map((name) => ({
      at: name,
      message: `\`${text.slice(name.start, name.end)}\` is never used`,
      ...(isStrict ? { severity: "error" as const } : {}),
    }));
}

/** The names a declaration inside of a function introduces. */
function declaredBy(node: SyntaxNode, language: string): SyntaxNode[] {
  switch (node.kind) {
    case "let_declaration":
      return [fieldOf(node, "pattern")]
        .filter((name) => name?.kind === "identifier")
        .flatMap((name) => name ?? []);
    case "short_var_declaration": {
      const left = fieldOf(node, "left");
      return left === undefined ? [] : namedChildren(left).filter(({ kind }) => kind === "identifier");
    }
    case "variable_declarator":
    case "var_spec": {
      const isField =
        node.parent?.kind === "field_declaration" || node.parent?.parent?.kind === "field_declaration";
      if (isField || (language === "csharp" && node.parent?.parent?.kind !== "local_declaration_statement"))
        return [];
      return node.children.filter(({ field, kind }) => field === "name" && kind === "identifier");
    }
    case "init_declarator": {
      if (node.parent?.parent?.kind === "for_statement") return [];
      const type = node.parent === null ? undefined : fieldOf(node.parent, "type");
      // A value of a class may be there for what its constructor and destructor do.
      if (type === undefined || !/^(?:primitive_type|sized_type_specifier)$/.test(type.kind)) return [];
      const name = fieldOf(node, "declarator");
      return name?.kind === "identifier" ? [name] : [];
    }
    case "declaration": {
      const type = fieldOf(node, "type");
      if (type === undefined || !/^(?:primitive_type|sized_type_specifier)$/.test(type.kind)) return [];
      return node.children.filter(({ field, kind }) => field === "declarator" && kind === "identifier");
    }
    default:
      return [];
  }
}

/** What may stand before a name that is used above its declaration. */
const USED_ABOVE = /(?:goto|\[&|=)\s*$/;
const USED_ABOVE_LENGTH = 40;
const IS_SET = /\s*(?:,\s*\w+\s*)?:?=(?!=)/y;

/** Whether a name stands anywhere else in its function; with `strict`, being set again does not count. */
function isUsed(word: string, declared: SyntaxNode, text: string, strict: boolean): boolean {
  const places = placesOf(word, outermost(declared), text);
  if (!strict) {
    if ((places.at(-1) ?? 0) >= declared.end) return true;
    return places.some(
      (at) => at < declared.start && USED_ABOVE.test(text.slice(Math.max(0, at - USED_ABOVE_LENGTH), at)),
    );
  }
  for (let n = places.length - 1; n >= 0; n -= 1) {
    const at = places[n] ?? 0;
    if (at < declared.end) return false;
    IS_SET.lastIndex = at + word.length;
    if (!IS_SET.test(text)) return true;
  }
  return false;
}

const WORDS = new WeakMap<SyntaxNode, Map<string, number[]>>();

/** Where a word stands in a function or the whole text, in order; each is gone through once. */
function placesOf(word: string, whole: SyntaxNode, text: string): readonly number[] {
  let words = WORDS.get(whole);
  if (words === undefined) {
    words = new Map();
    for (const { 0: found, index } of text.slice(whole.start, whole.end).matchAll(/[\p{L}\p{N}_$]+/gu)) {
      const places = words.get(found);
      if (places === undefined) words.set(found, [whole.start + index]);
      else places.push(whole.start + index);
    }
    WORDS.set(whole, words);
  }
  return words.get(word) ?? [];
}

function outermost(node: SyntaxNode): SyntaxNode {
  let at = node.fn ?? node;
  while (at.fn !== null) at = at.fn;
  return at;
}

function rootOf(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent !== null) at = at.parent;
  return at;
}

function unusedImport(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  if (language === "go" && node.kind === "import_declaration") return null; // holds the single ones
  const name = importedName(node, language, textOf);
  if (name === null) return null;
  const isUse = (at: number) => (at < node.start || at >= node.end) && text[at - 1] !== '"';
  if (placesOf(name, rootOf(node), text).some(isUse)) return null;
  const lineStart = text.lastIndexOf("\n", node.start - 1) + 1;
  const lineEnd = text.indexOf("\n", node.end);
  const isAlone =
    text.slice(lineStart, node.start).trim() === "" &&
    text.slice(node.end, lineEnd).trim() === "" &&
    lineEnd >= 0;
  return {
    at: node,
    message: `\`${name}\` is imported and never used`,
    ...(language === "go" ? { severity: "error" as const } : {}),
    ...(isAlone
      ? {
          fix: {
            title: `Remove the import of \`${name}\``,
            edits: [{ start: lineStart, end: lineEnd + 1, text: "" }],
          },
        }
      : {}),
  };
}

/** The one name that an import brings; null where it brings several, or works by being there. */
function importedName(node: SyntaxNode, language: string, textOf: RuleContext["textOf"]): string | null {
  const written = textOf(node);
  switch (language) {
    case "go": {
      const alias = fieldOf(node, "name");
      if (alias !== undefined) return /^[_.]$/.test(textOf(alias)) ? null : textOf(alias);
      const path = written.replace(/["`]/g, "").split("/");
      const last = path.at(-1) ?? "";
      // The package of a module with a version, or with a dash, has another name than its path.
      return path.length > 1 && !/^(?:[a-z]+)$/.test(path[0] ?? "")
        ? null
        : /^v\d|[-.]/.test(last)
          ? null
          : last;
    }
    case "java":
      return /\*|\bstatic\b/.test(written) ? null : (/([A-Z]\w*)\s*;$/.exec(written)?.[1] ?? null);
    case "rust":
      // Traits and macros work by being in scope.
      return /[{*]|\bpub\b|\bas\b|prelude/.test(written)
        ? null
        : (/::((?:HashMap|HashSet|BTreeMap|BTreeSet|VecDeque|Rc|Arc|RefCell|Cell|Mutex|RwLock|PathBuf|Path|File|Duration|Instant|env|fs|process|fmt|thread|mem))\s*;$/.exec(
            written,
          )?.[1] ?? null);
    default:
      return /[{]|\bas\b|\bfunction\b|\bconst\b/.test(written)
        ? null
        : (/(\w+)\s*;$/.exec(written)?.[1] ?? null);
  }
}

function duplicateKeys(node: SyntaxNode, { text }: RuleContext): RuleFinding[] {
  const seen = new Set<string>();
  return namedChildren(node).flatMap((pair) => {
    if (!PAIRS.test(pair.kind)) return [];
    const key =
      fieldOf(pair, "key") ??
      (pair.children.some(({ kind }) => kind === "=>") ? namedChildren(pair)[0] : undefined);
    if (key === undefined) return [];
    const written = isString(key) ? `"${contentOf(key, text)}"` : text.slice(key.start, key.end);
    const isFixed =
      isString(key) ||
      /^(?:hash_key_symbol|simple_symbol|integer|number|property_identifier)$/.test(key.kind);
    const name = node.kind === "object" ? written.replace(/^"|"$/g, "") : written;
    if (!isFixed) return [];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      {
        at: key,
        message: `The key \`${text.slice(key.start, key.end)}\` is here already: only the last one counts`,
      },
    ];
  });
}
