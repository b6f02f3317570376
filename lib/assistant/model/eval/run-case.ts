import type { Usage } from "@/lib/contracts/assist";
import type { Head } from "../answer-events";
import { createAnswerParser } from "../answer-parser";
import type { EvalCase } from "../eval-cases/case";
import type { LanguageModel } from "../language-model";
import { ModelFailure } from "../model-failure";
import { createPrompt } from "../prompt";
import { toProblem } from "../to-problem";

/** What a model made of one case. Times in milliseconds. */
export interface CaseResult {
  found: { head: Head; line: number | null; hasFix: boolean }[];
  misread: number;
  /** Why there is no whole answer. */
  failure: string | null;
  firstTextMs: number | null;
  totalMs: number;
  usage: Usage | null;
}

export interface EvalLimits {
  contextTokens: number;
  outputTokens: number;
}

/** Asks for a review of one case, as the server would. */
export async function runCase(model: LanguageModel, one: EvalCase, limits: EvalLimits): Promise<CaseResult> {
  const { outputTokens } = limits;
  const inputTokens = limits.contextTokens - outputTokens;
  const { language, code: text } = one;
  const { messages } = createPrompt({
    action: "review",
    language,
    text,
    facts: [],
    history: [],
    inputTokens,
  });
  const parser = createAnswerParser({ json: true });
  const open = new Map<number, { head: Head; blocks: { search: string; replace: string }[] }>();
  const result: CaseResult = {
    found: [],
    misread: 0,
    failure: null,
    firstTextMs: null,
    totalMs: 0,
    usage: null,
  };
  const lines = text.split("\n");
  const take = (events: ReturnType<typeof parser.push>) => {
    for (const event of events) {
      if (event.kind === "head") open.set(event.index, { head: event.head, blocks: [] });
      else if (event.kind === "edit") open.get(event.index)?.blocks.push(event.block);
      else if (event.kind === "done") {
        const one = open.get(event.index);
        if (one === undefined) continue;
        const { fix, start, end } = toProblem(lines, one);
        const isPlaced = end.line > 1 || end.column > 1;
        result.found.push({ head: one.head, line: isPlaced ? start.line : null, hasFix: fix !== null });
      }
    }
  };
  const since = performance.now();
  try {
    for await (const chunk of model.answer({ messages, outputTokens }, new AbortController().signal)) {
      if (chunk.kind === "text") {
        result.firstTextMs ??= performance.now() - since;
        take(parser.push(chunk.delta));
      } else if (chunk.kind === "end") {
        result.usage = chunk.usage;
        if (chunk.end !== "complete") result.failure = `cut off (${chunk.end})`;
      }
    }
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    result.failure = error.sentence;
  }
  take(parser.end(result.failure === null));
  return { ...result, misread: parser.misread, totalMs: performance.now() - since };
}
