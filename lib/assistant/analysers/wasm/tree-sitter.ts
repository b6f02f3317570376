import { createRequire } from "node:module";
import { Language, Parser, type Tree } from "web-tree-sitter";
import type { Analyser } from "@/lib/assistant/analysers/child-main";
import { type Places, placesIn } from "@/lib/assistant/analysers/places";
import { syntaxErrors } from "@/lib/assistant/analysers/wasm/syntax-errors";
import type { AnalysisInput, Problem } from "@/lib/assistant/problem";
import { runRules } from "@/lib/assistant/rules/run-rules";
import { syntaxTree } from "@/lib/assistant/rules/syntax-tree";
import { shapeOf } from "@/lib/assistant/rules/vocabulary";

/** Our own rules, and the syntax errors of languages that no other parser here knows better. */

/** C is read as C++: the little that differs is taken out again where errors are told. */
const GRAMMARS: Record<string, string> = {
  c: "cpp",
  cpp: "cpp",
  csharp: "c-sharp",
  go: "go",
  java: "java",
  javascript: "javascript",
  php: "php",
  python: "python",
  ruby: "ruby",
  rust: "rust",
  shell: "bash",
  typescript: "typescript",
};
const TELLS_ERRORS = ["c", "cpp", "csharp", "java", "javascript", "rust", "typescript"];

/** A text with more is only looked through for syntax errors. */
const NODES_MAX = 400_000;
const PARSE_LIMIT_MS = 3_000;

const require = createRequire(import.meta.url);

export const treeSitter: Analyser = {
  name: "tandem",
  languages: Object.keys(GRAMMARS),
  anySize: true,
  async load() {
    await Parser.init();
    const parsers = new Map<string, Promise<Parser>>();
    const parserOf = (grammar: string) => {
      const parser = parsers.get(grammar) ?? loadParser(grammar);
      parsers.set(grammar, parser);
      return parser;
    };
    return async (input) => {
      const grammar = grammarOf(input);
      return grammar === undefined ? [] : check(input, await parserOf(grammar));
    };
  },
};

function grammarOf({ language, name }: AnalysisInput): string | undefined {
  return language === "typescript" && name.toLowerCase().endsWith(".tsx") ? "tsx" : GRAMMARS[language];
}

async function loadParser(grammar: string): Promise<Parser> {
  const file = require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`);
  const parser = new Parser();
  parser.setLanguage(await Language.load(file));
  return parser;
}

function check({ language, text }: AnalysisInput, parser: Parser): Problem[] {
  const until = performance.now() + PARSE_LIMIT_MS;
  parser.reset();
  const tree = parser.parse(text, null, { progressCallback: () => performance.now() > until });
  if (tree === null) throw new Error("parsing takes too long");
  try {
    return problemsIn(tree, language, text, placesIn(text));
  } finally {
    tree.delete();
  }
}

function problemsIn(tree: Tree, language: string, text: string, places: Places): Problem[] {
  const errors = TELLS_ERRORS.includes(language) ? syntaxErrors(tree, language, text, places) : [];
  if (tree.rootNode.descendantCount > NODES_MAX) return errors;
  const copy = syntaxTree(tree, text, shapeOf(language));
  return [...errors, ...runRules(language, text, copy, places.at)];
}
