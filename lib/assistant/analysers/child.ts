import { type ChildProcess, fork } from "node:child_process";
import os from "node:os";
import { type ChildMessage, childMessageSchema, type Job } from "@/lib/assistant/analysers/messages";
import type { Program } from "@/lib/assistant/analysers/programs";
import type { Problem } from "@/lib/assistant/problem";
import type { Logger } from "@/lib/logger";

/** Below that of the server: nobody's typing waits for an analyser. */
const PRIORITY = 10;
/** From the start of the process, on a busy machine, to its being warm. */
const START_LIMIT_MS = 60_000;
/** A job may take so many times its processor time by the clock on the wall: on a busy machine this process comes last. */
const WALL_FACTOR = 4;
/** A process that has grown over this ends after its job: WebAssembly never gives memory back. */
const MEMORY_KEPT_BYTES = 640 * 1024 ** 2;

/** What came of a job, as far as it came. */
export interface Report {
  problems: Problem[];
  /** Analysers that were not asked, as the text is too large or they are off for it. */
  skipped: string[];
  /** Those that failed or were at work when the process ended. */
  culprits: string[];
  /** Those that had not yet begun by then. */
  unheard: string[];
}

interface Running {
  id: number;
  report: Report;
  since: number;
  timer: NodeJS.Timeout;
  resolve: (report: Report) => void;
}

type State =
  | { kind: "starting"; timer: NodeJS.Timeout }
  | { kind: "idle"; since: number }
  | { kind: "busy"; running: Running }
  | { kind: "ended" };

/** One process, from its start to its end: it is never restarted, another takes its place. */
export interface Child {
  kind(): State["kind"];
  /** Milliseconds in the present state; 0 while starting. */
  since(): number;
  /** Only while idle. Resolves also when the process ends. */
  run(job: Omit<Job, "limitMs">): Promise<Report>;
  /** Kills it; resolves once it is gone. Idempotent. */
  end(): Promise<void>;
}

/** Starts a process with nothing of our environment and at low priority. `onChange`: it is idle now, or has ended. */
export function startChild(program: Program, logger: Logger, onChange: () => void): Child {
  const child = fork(program.file, {
    env: { NODE_ENV: "production" }, // and nothing else: no key is where hostile texts are read
    execArgv: [...program.flags],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve()); // it could not even be started
  });
  const kill = (why: string) => {
    logger.warn({ analyser: program.name, why }, "an analysing process is ended");
    child.kill("SIGKILL");
  };
  let state: State = { kind: "starting", timer: setTimeout(kill, START_LIMIT_MS, "start") };
  lowerPriority(child, logger);

  const become = (next: State) => {
    state = next;
    onChange();
  };
  const finish = (running: Running, next: State) => {
    clearTimeout(running.timer);
    running.resolve(running.report);
    become(next);
  };
  child.on("message", (raw) => {
    const parsed = childMessageSchema.safeParse(raw);
    if (!parsed.success) return kill("message");
    const message = parsed.data;
    if (message.type === "ready" && state.kind === "starting") {
      clearTimeout(state.timer);
      become({ kind: "idle", since: performance.now() });
    }
    if (message.type === "ready" || state.kind !== "busy" || message.id !== state.running.id) return;
    const { running } = state;
    note(running.report, message);
    if (message.type !== "done") return;
    // A tool that failed may be broken from here on, and what a trap leaves behind in WebAssembly is.
    const worn = running.report.culprits.length > 0 || message.memory > MEMORY_KEPT_BYTES;
    if (worn) child.kill("SIGKILL");
    finish(running, worn ? { kind: "ended" } : { kind: "idle", since: performance.now() });
  });
  void gone.then(() => {
    if (state.kind === "starting") {
      clearTimeout(state.timer);
      logger.warn({ analyser: program.name, code: child.exitCode }, "an analysing process did not start");
    }
    if (state.kind !== "busy") return become({ kind: "ended" });
    const { report } = state.running;
    report.culprits.push(...report.unheard.splice(0, 1));
    finish(state.running, { kind: "ended" });
  });

  return {
    kind: () => state.kind,
    since: () => sinceOf(state),
    run: (job) =>
      new Promise((resolve) => {
        const report = { problems: [], skipped: [], culprits: [], unheard: [program.name] };
        const timer = setTimeout(kill, program.limitMs * WALL_FACTOR, "time");
        state = { kind: "busy", running: { id: job.id, report, since: performance.now(), timer, resolve } };
        child.send({ ...job, limitMs: program.limitMs }, () => undefined); // where that fails, `exit` follows
      }),
    end: () => {
      child.kill("SIGKILL");
      return gone;
    },
  };
}

function note(report: Report, message: Exclude<ChildMessage, { type: "ready" }>): void {
  if (message.type === "started") {
    report.unheard = message.analysers;
    report.skipped = message.skipped;
  } else if (message.type !== "done") {
    report.unheard = report.unheard.filter((analyser) => analyser !== message.analyser);
    if (message.type === "found") report.problems.push(...message.problems);
    else report.culprits.push(message.analyser);
  }
}

function sinceOf(state: State): number {
  if (state.kind === "idle") return performance.now() - state.since;
  return state.kind === "busy" ? performance.now() - state.running.since : 0;
}

function lowerPriority({ pid }: ChildProcess, logger: Logger): void {
  if (pid === undefined) return;
  try {
    os.setPriority(pid, PRIORITY);
  } catch (error) {
    logger.warn({ err: error }, "an analysing process keeps its priority");
  }
}
