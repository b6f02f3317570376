import { Worker } from "node:worker_threads";
import { type ChildMessage, type Job, jobSchema } from "@/lib/assistant/analysers/messages";
import { severest } from "@/lib/assistant/analysers/order";
import { tidied } from "@/lib/assistant/analysers/tidy";
import type { AnalysisInput, Problem } from "@/lib/assistant/problem";

/** The life of a child process that analyses: its entry calls `serveAnalysers` with a table of what it can do. */

/** What one analyser may report of one text; of more, the severest. */
const PROBLEMS_PER_ANALYSER_MAX = 200;
const WATCH_EVERY_MS = 250;
const MEMORY_MAX_BYTES = 1024 ** 3;
/** What the main thread writes for the one that watches it: at what processor time of this process, in ms, the job must end. */
const jobEnd = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)).fill(
  Number.POSITIVE_INFINITY,
);

/** Finds problems in one text. May throw: the others go on, and the text counts as not analysed by this one. */
export type Check = (input: AnalysisInput) => readonly Problem[] | Promise<readonly Problem[]>;

export interface Analyser {
  /** As people know the tool; also the `source` of what it finds. */
  name: string;
  /** Ids of lib/contracts/languages.ts. */
  languages: readonly string[];
  /** Whether it is also asked about texts too large for the others. */
  anySize?: boolean;
  /** Loads the tool. Called once, before the first text that it is for. */
  load(): Promise<Check>;
}

/**
 * Serves the parent process until that is gone; the analysers run in the table's order, the fast ones belong first.
 * @param warmUp texts analysed before the child says `ready`, so that nobody waits for loading and compiling
 */
export async function serveAnalysers(
  analysers: readonly Analyser[],
  warmUp: readonly AnalysisInput[],
): Promise<void> {
  endInTime();
  const checks = new Map<Analyser, Promise<Check>>();
  const checkOf = (analyser: Analyser) => {
    const loaded = checks.get(analyser) ?? analyser.load();
    checks.set(analyser, loaded);
    return loaded;
  };
  for (const input of warmUp) {
    for (const analyser of analysers.filter(({ languages }) => languages.includes(input.language))) {
      // One that fails here fails again, and is told of, when it is asked.
      await checkOf(analyser)
        .then((check) => check(input))
        .catch(() => undefined);
    }
  }
  let last = Promise.resolve();
  process.on("message", (message) => {
    const job = jobSchema.parse(message);
    last = last.then(() => runJob(job, analysers, checkOf));
  });
  tell({ type: "ready" });
}

async function runJob(
  job: Job,
  analysers: readonly Analyser[],
  checkOf: (analyser: Analyser) => Promise<Check>,
): Promise<void> {
  const { id, language, name, text, large, off, limitMs } = job;
  jobEnd[0] = processorTime() + limitMs;
  const known = analysers.filter(({ languages }) => languages.includes(language));
  const isAsked = ({ name: own, anySize }: Analyser) => !off.includes(own) && (!large || anySize === true);
  const asked = known.filter(isAsked);
  tell({
    type: "started",
    id,
    analysers: asked.map((analyser) => analyser.name),
    skipped: known.filter((analyser) => !isAsked(analyser)).map((analyser) => analyser.name),
  });
  for (const analyser of asked) {
    try {
      const check = await checkOf(analyser);
      const found = severest(await check({ language, name, text }), PROBLEMS_PER_ANALYSER_MAX);
      const problems = tidied(found, text);
      tell({ type: "found", id, analyser: analyser.name, problems });
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      tell({ type: "failed", id, analyser: analyser.name, error: name });
    }
  }
  jobEnd[0] = Number.POSITIVE_INFINITY;
  tell({ type: "done", id, memory: process.memoryUsage.rss() });
}

function tell(message: ChildMessage): void {
  // Without a channel the parent is gone, and so are we in a moment.
  process.send?.(message);
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * Ends this process when the parent ends, however that happens, when a job takes more than its processor time (a clock on
 * the wall would end honest work on a busy machine, where this process comes last), and when it takes more memory than any
 * text is worth: V8's own limit knows nothing of WebAssembly. Trap: a process that spins in an analyser hears nothing, not even
 * `disconnect`; hence a thread of its own.
 */
function endInTime(): void {
  process.once("disconnect", () => process.exit());
  const watch = `
    const { workerData: jobEnd } = require("node:worker_threads");
    setInterval(() => {
      const { user, system } = process.cpuUsage();
      const late = (user + system) / 1000 > jobEnd[0];
      const large = process.memoryUsage.rss() > ${MEMORY_MAX_BYTES};
      if (late || large || process.ppid !== ${process.ppid}) process.kill(process.pid, "SIGKILL");
    }, ${WATCH_EVERY_MS});
  `;
  new Worker(watch, {
    eval: true,
    workerData: jobEnd,
    resourceLimits: { maxOldGenerationSizeMb: 8 },
  }).unref();
}
