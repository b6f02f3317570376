import { createHash } from "node:crypto";
import type { AssistantEvent, AssistBody, AssistRun } from "@/lib/contracts/assist";
import type { Finding } from "@/lib/contracts/findings";
import type { Logger } from "@/lib/logger";
import type { LanguageModel } from "../model/language-model";
import { createPrompt, type Exchange } from "../model/prompt";
import { answersInFindings, PROMPT_VERSION } from "../model/prompt-rules";
import { ASSISTANT } from "../model/to-problem";
import { LOST_MESSAGE, RUN_BOUNDS, type RunBounds, STATE_TEXT_MAX } from "./bounds";
import { askedSelection } from "./definition-name";
import { cleanText, createLiveRun, type LiveRun } from "./live-run";
import type { NewRun, RunEnd, RunFindings, RunLimits, RunRepository } from "./ports";
import { noModel, nothingToRead, toAppError } from "./refusals";
import { createRunKeeper, stoppedBy } from "./run-keeper";
import { runTurn } from "./run-turn";

export interface AssistantDeps {
  /** Null: there is none. */
  model: LanguageModel | null;
  runs: RunRepository;
  findings: RunFindings;
  /** Tells everybody in a file, on every process. */
  tell(fileId: number, event: AssistantEvent): void;
  limits: RunLimits;
  /** Question and answer together. */
  contextTokens: number;
  outputTokens: number;
  /** Other processes serve the same files. */
  hasOthers: boolean;
  logger: Logger;
  bounds?: RunBounds;
}

/** Who asks, about which file. */
export interface Asker {
  userId: number;
  file: { id: number; language: string };
}

/** `found`: what a replayed answer had found and is still open. */
export type Hear = (event: AssistantEvent | { kind: "found"; finding: Finding }) => void;
type State = Extract<AssistantEvent, { kind: "state" }>;

/** Questions to the model about files. Throws AppError: `conflict`, `too_many_requests`, `unavailable`, `not_found`. */
export interface Assistant {
  /**
   * Begins to answer, or replays the answer to the very same question; resolves once everybody has been told that it
   * began. `hear` is told what everybody is told of it.
   */
  ask(asker: Asker, body: AssistBody, hear?: Hear): Promise<{ runId: number }>;
  /** Stops a run of the file, whichever process carries it; one that is over stays as it is. */
  stop(fileId: number, runId: number, username: string): Promise<void>;
  /** The same of a run of this process, with another reason. */
  giveUp(runId: number, why: string): void;
  state(fileId: number): Promise<State>;
  /** Throws `not_found`, `forbidden`. */
  setEnabled(fileId: number, by: { userId: number; username: string }, enabled: boolean): Promise<void>;
  /** Stops all runs and ends its timers. Idempotent. */
  close(): Promise<void>;
}

const STOPPING = "The server is restarting. Ask again in a moment.";
const SAME_AGAIN = "The code is the same as at the last review, and so is the answer. It cost nothing.";

export function createAssistant(deps: AssistantDeps): Assistant {
  const { model, runs, findings, tell, logger } = deps;
  const bounds = deps.bounds ?? RUN_BOUNDS;
  const keeper = createRunKeeper({ ...deps, bounds, onLost: tellLost });
  const under = new Set<Promise<void>>();

  function tellLost(lost: readonly { id: number; fileId: number }[]) {
    for (const { id, fileId } of lost)
      tell(fileId, { kind: "ended", run_id: id, status: "failed", usage: null, detail: LOST_MESSAGE });
  }
  const carry = async (live: LiveRun, work: Promise<Awaited<ReturnType<typeof runTurn>>>) => {
    const outcome = await work;
    live.flush();
    const { text, finding_ids: findingIds } = live.shown();
    const cost = (outcome.usage?.input_tokens ?? 0) + (outcome.usage?.output_tokens ?? 0);
    try {
      const ours = await runs.end(live.id, { ...outcome, text, findingIds }, cost);
      if (!ours) live.abandon();
    } catch (error) {
      logger.warn({ err: error, run: live.id }, "the end of a run could not be kept");
    }
    keeper.remove(live);
    live.ended(outcome);
  };
  const stop = async (fileId: number, runId: number, username: string) => {
    const live = keeper.find(runId);
    if (live?.fileId === fileId) live.stop(stoppedBy(username));
    else await runs.requestStop(fileId, runId, username);
  };
  const state = async (fileId: number): Promise<State> => {
    const [kept, enabled] = await Promise.all([runs.list(fileId), runs.isEnabled(fileId)]);
    const available = model === null ? "no_model" : enabled ? "yes" : "off";
    const shown = kept.map((run) => keeper.find(run.id)?.shown() ?? run);
    return { kind: "state", available, runs: newestThatFit(shown) };
  };
  const replay = async (
    asked: NewRun,
    answered: AssistRun,
    everybody: (event: AssistantEvent) => void,
    hear?: Hear,
  ) => {
    const open = await findings.open(asked.fileId);
    const still = open.filter(({ id }) => answered.finding_ids.includes(id));
    const usage = { input_tokens: 0, output_tokens: 0, estimated: false };
    const end: RunEnd = {
      status: "done",
      text: answered.text,
      findingIds: still.map(({ id }) => id),
      usage,
      detail: SAME_AGAIN,
    };
    const run = await runs.replay(asked, end);
    everybody({ kind: "started", run });
    for (const finding of still) hear?.({ kind: "found", finding });
    everybody({ kind: "ended", run_id: run.id, status: "done", usage, detail: SAME_AGAIN });
    return { runId: run.id };
  };

  return {
    async ask({ userId, file }, body, hear) {
      if (model === null) throw noModel();
      const everybody = (event: AssistantEvent) => {
        tell(file.id, event);
        hear?.(event);
      };
      const [frozen, open, chat] = await Promise.all([
        findings.freeze(file.id),
        findings.open(file.id),
        runs.list(file.id),
      ]);
      if (body.action !== "ask" && frozen.text.trim() === "") throw nothingToRead();
      const question = body.question === undefined ? undefined : cleanText(body.question);
      const prompt = createPrompt({
        ...body,
        question,
        language: file.language,
        text: frozen.text,
        facts: open.filter(({ source }) => source !== ASSISTANT),
        history: exchangesOf(chat),
        inputTokens: deps.contextTokens - deps.outputTokens,
      });
      const asked: NewRun = {
        fileId: file.id,
        userId,
        action: body.action,
        question: question ?? null,
        selection: askedSelection(frozen.text, body.selection),
        model: model.name,
        read: prompt.read,
        key: keyOf(model.name, file.language, body, frozen.text),
      };
      tellLost(await runs.endLost());
      const answered = body.action === "review" ? await runs.findAnswered(file.id, asked.key) : null;
      if (answered !== null && (await runs.isEnabled(file.id)))
        return replay(asked, answered, everybody, hear);
      const run = await runs.begin(asked, prompt.inputTokens + deps.outputTokens, deps.limits);
      if ("why" in run) throw toAppError(run, deps.limits);
      const live = createLiveRun(file.id, run, { gather: bounds.gather, tell: everybody });
      keeper.add(live);
      everybody({ kind: "started", run });
      const json = answersInFindings(body.action);
      const turn = { live, model, prompt, outputTokens: deps.outputTokens, frozen, findings, json, logger };
      const work = carry(live, runTurn(turn));
      under.add(work);
      void work.finally(() => under.delete(work));
      return { runId: run.id };
    },
    stop,
    giveUp: (runId, why) => keeper.find(runId)?.stop(why),
    state,
    async setEnabled(fileId, { userId, username }, enabled) {
      await runs.setEnabled(fileId, userId, enabled);
      if (!enabled)
        for (const { id, status } of await runs.list(fileId))
          if (status === "running") await stop(fileId, id, username);
      tell(fileId, await state(fileId));
    },
    async close() {
      keeper.stop();
      for (const live of keeper.all()) live.stop(STOPPING);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, bounds.stop);
      });
      await Promise.race([Promise.all(under), late]);
      clearTimeout(timer);
    },
  };
}

/** Whatever the answer to a review depends on. */
function keyOf(
  model: string,
  language: string,
  { action, selection, question }: AssistBody,
  text: string,
): string {
  const parts = [PROMPT_VERSION, model, language, action, selection ?? null, question ?? null, text];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}

/** The chat so far, without names. */
const exchangesOf = (chat: readonly AssistRun[]): Exchange[] =>
  chat
    .filter(({ status, text }) => status !== "running" && text !== "")
    .map(({ action, question, text }) => ({ action, question, answer: text }));

/** The newest runs whose texts can be told at once, oldest first. */
function newestThatFit(all: readonly AssistRun[]): AssistRun[] {
  let left = STATE_TEXT_MAX;
  const kept = [...all].reverse().filter(({ text, question }) => {
    left -= text.length + (question?.length ?? 0);
    return left >= 0;
  });
  return kept.reverse();
}
