import { randomBytes } from "node:crypto";
import type { AssistBody } from "@/lib/contracts/assist";
import type { Finding } from "@/lib/contracts/findings";
import { languageName } from "@/lib/contracts/languages";
import type { ModelMessage } from "./language-model";
import { systemWords } from "./prompt-rules";
import { numbered, type Range, rangesToRead } from "./read-ranges";
import { charsFor, tokensOf } from "./tokens";

/** One question of the file's chat and what was answered, without who asked. */
export interface Exchange {
  action: AssistBody["action"];
  question: string | null;
  answer: string;
}

export interface PromptInput extends AssistBody {
  language: string;
  text: string;
  /** What analysers found in this very text. */
  facts: readonly Finding[];
  /** The file's chat before this, oldest first. */
  history: readonly Exchange[];
  /** Tokens that the question may have. */
  inputTokens: number;
}

export interface Prompt {
  messages: ModelMessage[];
  /** Which lines the model is given. */
  read: Range[];
  /** Roughly. */
  inputTokens: number;
}

const FENCE_BYTES = 8;
const FACTS_MAX = 30;
const FACT_CHARS_MAX = 200;
/** Of what is left beside the rules. */
const HISTORY_SHARE = 0.25;
const HISTORY_MAX = 6;
const EXCHANGE_CHARS_MAX = 4_000;
/** The words around code and facts. */
const FRAME_CHARS = 600;
const GAP = "…";

/**
 * What the model is told: its rules, the chat so far where one goes on from it, and the code between fences that nobody
 * can have written into it. Neither the file's name nor anybody's is in it, nor anything of other files.
 */
export function createPrompt(input: PromptInput): Prompt {
  const system = systemWords(input.action);
  const question = input.question ?? "";
  const room = Math.max(0, charsFor(input.inputTokens) - system.length - question.length - FRAME_CHARS);
  const history = goesOn(input) ? chatOf(input.history, room * HISTORY_SHARE) : [];
  const facts = factsOf(input.facts);
  const used = history.reduce((sum, { content }) => sum + content.length, 0) + facts.join("\n").length;
  const lines = input.text.split("\n");
  const read = rangesToRead(lines, {
    selected: selectedLines(input, lines.length),
    places: input.facts.map(({ start }) => start.line),
    chars: room - used,
  });
  const user = userWords(input, { lines, read, facts });
  const messages: ModelMessage[] = [
    { role: "system", content: system },
    ...history,
    { role: "user", content: user },
  ];
  const inputTokens = messages.reduce((sum, { content }) => sum + tokensOf(content), 0);
  return { messages, read, inputTokens };
}

/** A review is of the code alone, so that the same code has the same one. */
const goesOn = ({ action }: PromptInput): boolean => action === "ask" || action === "explain";

function selectedLines({ selection }: PromptInput, count: number): Range | null {
  if (selection === undefined) return null;
  const { start, end } = selection;
  const within = (line: number) => Math.min(line, count);
  // A selection that ends before a line's first letter has nothing of it.
  const to = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  return { from: within(Math.min(start.line, to)), to: within(Math.max(start.line, to)) };
}

const factsOf = (facts: readonly Finding[]): string[] =>
  facts.slice(0, FACTS_MAX).map(({ start, rule, message }, at) => {
    const words = message.replace(/\s+/g, " ").slice(0, FACT_CHARS_MAX);
    return `A${at + 1} line ${start.line} ${rule} ${words}`;
  });

/** The newest exchanges that there is room for, oldest first. */
function chatOf(history: readonly Exchange[], chars: number): ModelMessage[] {
  let left = chars;
  const kept: ModelMessage[] = [];
  for (const { action, question, answer } of history.slice(-HISTORY_MAX).reverse()) {
    const asked = question ?? `(${action} the code)`;
    const said = answer.slice(0, EXCHANGE_CHARS_MAX);
    left -= asked.length + said.length;
    if (left < 0) break;
    if (said.trim() === "") continue;
    kept.unshift({ role: "user", content: asked }, { role: "assistant", content: said });
  }
  return kept;
}

interface Shown {
  lines: readonly string[];
  read: readonly Range[];
  facts: readonly string[];
}

function userWords(input: PromptInput, { lines, read, facts }: Shown): string {
  const fence = randomBytes(FENCE_BYTES).toString("hex");
  const fenced = (name: string, text: string) => `<<<${name} ${fence}\n${text}\n${name} ${fence}>>>`;
  const code = read
    .map(({ from, to }) =>
      lines
        .slice(from - 1, to)
        .map((line, at) => numbered(line, from + at))
        .join("\n"),
    )
    .join(`\n${GAP}\n`);
  const selected = selectedLines(input, lines.length);
  const shown = read.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return [
    `Language: ${languageName(input.language)}. Each line of the code stands behind its number and a bar, which are not part of it.`,
    shown < lines.length
      ? `The file has ${lines.length} lines, of which you are shown ${shown}; ${GAP} stands for what is left out. Say nothing of what you cannot see.`
      : "",
    facts.length > 0 ? `What the analysers found:\n${fenced("FACTS", facts.join("\n"))}` : "",
    fenced("CODE", code),
    selected === null ? "" : `Selected: lines ${selected.from} to ${selected.to}.`,
    input.question === undefined ? "" : `The question:\n${fenced("QUESTION", input.question)}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
