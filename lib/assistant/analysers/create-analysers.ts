import { createCache, type Found, hashOf } from "@/lib/assistant/analysers/cache";
import { standsAlone } from "@/lib/assistant/analysers/clang/includes";
import { merge } from "@/lib/assistant/analysers/merge";
import { type Program, programs } from "@/lib/assistant/analysers/programs";
import { createSupervisor, type Supervisor } from "@/lib/assistant/analysers/supervisor";
import type { Outcome, Task } from "@/lib/assistant/analysers/task-queue";
import type { Analysers, Analysis, AnalysisInput, Problem } from "@/lib/assistant/problem";
import { CHECKED_CHARACTERS_MAX, CHECKED_LINES_MAX } from "@/lib/contracts/limits";
import type { Logger } from "@/lib/logger";

/** UTF-16 units; of a longer text nobody is asked. */
const CHARACTERS_EVER = 12 * 1024 * 1024;

/** A compiler of these knows the syntax only where it has all that the text includes. */
const OF_HEADERS = ["c", "cpp"];

type Early = (analysis: Analysis) => void;

/** One text of one file on its way through the programs; who asks for the same shares it. */
interface Run {
  hash: string;
  done: Promise<Analysis>;
  early: Set<Early>;
  /** How many wait for it: without any it is not begun. */
  interest: number;
  abandon: AbortController;
}

interface Supervised {
  program: Program;
  supervisor: Supervisor;
}

interface Dependencies {
  logger: Logger;
  /** Those of the product when left out. */
  use?: Program[];
}

/** The built-in analysers; each process starts with the first text in a language of its own. */
export function createAnalysers({ logger, use = programs() }: Dependencies): Analysers {
  const supervised = use.map((program) => ({ program, supervisor: createSupervisor(program, logger) }));
  const cache = createCache();
  const newest = new Map<string, Run>();

  function begin(key: string, input: AnalysisInput, hash: string): Run {
    const early = new Set<Early>();
    const abandon = new AbortController();
    const asked = supervised.filter(({ program }) => program.languages.includes(input.language));
    const done = Promise.resolve().then(async () => {
      const task = { key, hash, input, large: isLarge(input.text) };
      const outcomes = await outcomesOf(asked, task, abandon.signal, (found) => {
        for (const tell of early) tell({ text: input.text, ...found });
      });
      if (outcomes.some(({ kind }) => kind === "superseded")) {
        const successor = newest.get(key);
        if (successor !== undefined && successor !== run) return wait(successor, {});
      }
      const found = gather(outcomes, input);
      if (outcomes.every((outcome) => outcome.kind === "done" && outcome.settled)) cache.set(hash, found);
      if (newest.get(key) === run) newest.delete(key);
      return { text: input.text, ...found };
    });
    const run: Run = { hash, done, early, interest: 0, abandon };
    newest.set(key, run);
    return run;
  }

  return {
    async analyse(key, input, options = {}) {
      options.signal?.throwIfAborted();
      const hash = hashOf(input);
      const known = cache.get(hash);
      if (known !== undefined) return { text: input.text, ...known };
      if (input.text.length > CHARACTERS_EVER) return tooLarge(input, supervised);
      const current = newest.get(key);
      return wait(current?.hash === hash ? current : begin(key, input, hash), options);
    },
    async stop() {
      await Promise.all(supervised.map(({ supervisor }) => supervisor.stop()));
    },
  };
}

/** Waits for a run until it is done or `signal` aborts; a run that nobody waits for any more is abandoned. */
async function wait(run: Run, { signal, early }: { signal?: AbortSignal; early?: Early }): Promise<Analysis> {
  run.interest += 1;
  if (early !== undefined) run.early.add(early);
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([run.done, aborted]);
  } finally {
    run.interest -= 1;
    if (early !== undefined) run.early.delete(early);
    if (run.interest === 0) run.abandon.abort();
  }
}

/**
 * Asks all at once. `early` gets what was found so far, each time that a program is done, or a part of one that tells of
 * each, while others are still at work.
 */
async function outcomesOf(
  asked: readonly Supervised[],
  task: Omit<Task, "onFound">,
  signal: AbortSignal,
  early: (found: Found) => void,
): Promise<Outcome[]> {
  const heard = new Map<Supervised, Outcome>();
  let left = asked.length;
  const tell = (one: Supervised, outcome: Outcome) => {
    heard.set(one, outcome);
    const all = [...heard.values()];
    if (left > 0 && all.every(({ kind }) => kind === "done")) early(gather(all, task.input));
  };
  return Promise.all(
    asked.map(async (one) => {
      const onFound = (problems: Problem[]) => {
        if (one.program.tellsEach) tell(one, { kind: "done", problems, missing: [], settled: false });
      };
      const outcome = await one.supervisor.run({ ...task, onFound }, signal);
      left -= 1;
      tell(one, outcome);
      return outcome;
    }),
  );
}

function gather(outcomes: readonly Outcome[], input: AnalysisInput): Found {
  const done = outcomes.filter((outcome) => outcome.kind === "done");
  const missing = done.flatMap(({ missing }) => missing);
  const problems = done.flatMap(({ problems }) => problems);
  // Where a compiler was asked as well, it alone says what is wrong with the syntax: it knows all of it.
  const isKnown =
    done.length > 1 && (!OF_HEADERS.includes(input.language) || standsAlone(input.language, input.text));
  const isGuess = ({ source, rule }: Problem) => isKnown && source === "tandem" && rule === "syntax";
  return {
    problems: merge(missing.length > 0 ? problems : problems.filter((problem) => !isGuess(problem))),
    missing,
  };
}

function isLarge(text: string): boolean {
  if (text.length > CHECKED_CHARACTERS_MAX) return true;
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines > CHECKED_LINES_MAX;
}

function tooLarge({ language, text }: AnalysisInput, all: readonly Supervised[]): Analysis {
  const missing = all
    .filter(({ program }) => program.languages.includes(language))
    .map(({ program }) => program.name);
  return { text, problems: [], missing };
}
