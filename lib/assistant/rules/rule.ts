import type { SyntaxNode, SyntaxTree } from "@/lib/assistant/rules/syntax-tree";
import type { Category, Severity } from "@/lib/contracts/findings";

/** A stretch of the text, in UTF-16 offsets. A syntax node is one. */
export interface Stretch {
  start: number;
  end: number;
}

export interface RuleEdit extends Stretch {
  text: string;
}

export interface RuleFinding {
  at: Stretch;
  message: string;
  severity?: Severity;
  /** Only where it is certainly right. */
  fix?: { title: string; edits: RuleEdit[] };
}

export interface RuleContext {
  language: string;
  text: string;
  tree: SyntaxTree;
  textOf(node: SyntaxNode): string;
}

/** One of our own rules. It is asked about each node of its kinds in a text of its languages, in the text's order. */
export interface Rule {
  name: string;
  category: Category;
  severity: Severity;
  languages: readonly string[];
  /** As the grammars call them. */
  kinds: readonly string[];
  check(node: SyntaxNode, context: RuleContext): RuleFinding | RuleFinding[] | null;
}
