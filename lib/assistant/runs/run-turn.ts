import type { Usage } from "@/lib/contracts/assist";
import { isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { AnswerEvent, Block, Head } from "../model/answer-events";
import { createAnswerParser } from "../model/answer-parser";
import type { LanguageModel, ModelEnd } from "../model/language-model";
import { ModelFailure } from "../model/model-failure";
import type { Prompt } from "../model/prompt";
import { toProblem } from "../model/to-problem";
import { tokensOf } from "../model/tokens";
import type { Problem } from "../problem";
import type { LiveRun } from "./live-run";
import type { RunEnd, RunFindings } from "./ports";

export interface Turn {
  live: LiveRun;
  model: LanguageModel;
  prompt: Prompt;
  outputTokens: number;
  /** The text that the prompt shows. */
  frozen: Awaited<ReturnType<RunFindings["freeze"]>>;
  findings: RunFindings;
  /** The answer may come as JSON (answer-parser.ts). */
  json: boolean;
  logger: Logger;
}

/** How a run ended, and what it cost. */
export type Outcome = Pick<RunEnd, "status" | "usage" | "detail">;

/** Asks the model and gives on what it says, until it is through, stopped or failed. Never rejects. */
export async function runTurn(turn: Turn): Promise<Outcome> {
  const { live, logger } = turn;
  const said = { output: "", usage: null as Usage | null };
  const usage = () => said.usage ?? estimate(turn.prompt, said.output);
  try {
    const end = await hear(turn, said);
    const stopped = live.stopped();
    if (stopped !== null) return { status: "stopped", usage: usage(), detail: stopped };
    return { ...outcomeOf(end, turn, said.output), usage: usage() };
  } catch (error) {
    const stopped = live.stopped();
    if (stopped !== null) return { status: "stopped", usage: usage(), detail: stopped };
    const known = error instanceof ModelFailure;
    if (known) logger.warn({ run: live.id, failure: error.code }, "the model gave no whole answer");
    else logger.error({ err: error, run: live.id }, "a run failed");
    return { status: "failed", usage: usage(), detail: known ? error.sentence : sentenceOf(error) };
  }
}

const sentenceOf = (error: unknown): string =>
  isAppError(error) && error.code !== "internal" ? error.message : "Something went wrong here. Ask again.";

/** Answers how the model ended, and how many findings could not be read; null: it was stopped. */
async function hear(
  turn: Turn,
  said: { output: string; usage: Usage | null },
): Promise<{ end: ModelEnd; misread: number } | null> {
  const { live, model, prompt, outputTokens } = turn;
  const parser = createAnswerParser({ json: turn.json });
  const take = createTaker(turn);
  let end: ModelEnd = "closed";
  live.status(readingWords(prompt));
  try {
    for await (const chunk of model.answer({ messages: prompt.messages, outputTokens }, live.signal)) {
      switch (chunk.kind) {
        case "waiting":
          live.status(`${chunk.why.replace(/ Ask again.*$/, "")} Asking again in ${chunk.seconds} s.`);
          break;
        case "answering":
          live.status("Waiting for the model");
          break;
        case "text":
          said.output += chunk.delta;
          await take(parser.push(chunk.delta));
          break;
        case "end":
          end = chunk.end;
          said.usage = chunk.usage;
      }
    }
  } finally {
    // What was whole when it broke off is kept, and nothing else.
    const whole = end === "complete";
    if (!live.abandoned()) await take(parser.end(whole).filter((event) => whole || !isHalf(event)));
  }
  return live.signal.aborted ? null : { end, misread: parser.misread };
}

const isHalf = (event: AnswerEvent): boolean => event.kind === "done" && !event.whole;

function readingWords({ read }: Prompt): string {
  const lines = read.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
  if (lines === "") return "Reading";
  return `Reading ${read.length === 1 && !lines.includes("-") ? "line" : "lines"} ${lines}`;
}

/** Gives on what the parser found: text as text, a finding once it is complete, with its place in the text. */
function createTaker({ live, findings, frozen }: Turn): (events: readonly AnswerEvent[]) => Promise<void> {
  const lines = frozen.text.split("\n");
  const open = new Map<number, { head: Head; blocks: Block[] }>();
  const problems: Problem[] = [];
  return async (events) => {
    for (const event of events) {
      if (event.kind === "text") {
        live.write(event.delta);
        continue;
      }
      if (event.kind === "head") {
        open.set(event.index, { head: event.head, blocks: [] });
        live.status(`Line ${event.head.line}: ${event.head.title}`);
        continue;
      }
      const found = open.get(event.index);
      if (found === undefined) continue;
      if (event.kind === "edit") {
        found.blocks.push(event.block);
        continue;
      }
      open.delete(event.index);
      // Half a fix is none.
      const problem = toProblem(lines, event.whole ? found : { ...found, blocks: [] });
      problems.push(problem);
      // All of them each time: two of one line are told apart by which of them comes first.
      const added = await findings.addOfRun(live.fileId, live.id, frozen, problems);
      const told = new Set(live.shown().finding_ids);
      for (const finding of added) if (!told.has(finding.id)) live.finding(finding);
      const where = problem.end.column > 1 || problem.end.line > 1 ? `**Line ${problem.start.line}:** ` : "";
      if (event.explanation !== "") live.write(`${where}${event.explanation}\n\n`);
    }
  };
}

function outcomeOf(
  heard: { end: ModelEnd; misread: number } | null,
  { live, outputTokens }: Turn,
  output: string,
): Omit<Outcome, "usage"> {
  if (heard === null) return { status: "stopped", detail: null };
  if (heard.end === "filtered")
    return { status: "failed", detail: "The model's server withheld the answer. Ask in other words." };
  if (output.trim() === "" && live.shown().finding_ids.length === 0)
    return { status: "failed", detail: "The model gave an empty answer. Ask again." };
  const words: string[] = [];
  if (heard.end === "length")
    words.push(
      `The answer was cut off: it may have ${outputTokens} tokens. Select fewer lines for a whole one.`,
    );
  if (heard.end === "closed") words.push("The answer was cut off: the model's server ended it early.");
  if (heard.misread > 0)
    words.push(
      heard.misread === 1 ? "One finding could not be read." : `${heard.misread} findings could not be read.`,
    );
  return { status: "done", detail: words.length === 0 ? null : words.join(" ") };
}

const estimate = (prompt: Prompt, output: string): Usage => ({
  input_tokens: prompt.inputTokens,
  output_tokens: tokensOf(output),
  estimated: true,
});
