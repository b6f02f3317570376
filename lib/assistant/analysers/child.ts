import { type ChildMessage, childMessageSchema, type Job } from "@/lib/assistant/analysers/messages";
import type { Program } from "@/lib/assistant/analysers/programs";
import { blame, emptyReport, note, type Report } from "@/lib/assistant/analysers/report";
import { spawnChild } from "@/lib/assistant/analysers/spawn-child";
import type { Logger } from "@/lib/logger";

/** From the start of the process, on a busy machine, to its being warm. */
const START_LIMIT_MS = 60_000;
/** A job may take so many times its processor time by the clock on the wall: on a busy machine this process comes last. */
const WALL_FACTOR = 4;
/** A process that has grown over this ends after its job: WebAssembly never gives memory back. */
const MEMORY_KEPT_BYTES = 640 * 1024 ** 2;

interface Running {
  id: number;
  report: Report;
  since: number;
  timer: NodeJS.Timeout;
  onFound: (soFar: Report) => void;
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
  /**
   * Only while idle. Resolves also when the process ends. `onFound` is called after each analyser but the last, with what
   * came of the job so far.
   */
  run(job: Omit<Job, "limitMs">, onFound: (soFar: Report) => void): Promise<Report>;
  /** Kills it; resolves once it is gone. Idempotent. */
  end(): Promise<void>;
}

/** Starts a process of the program. `onChange`: it is idle now, or has ended. */
export function startChild(program: Program, logger: Logger, onChange: () => void): Child {
  const { child, gone, kill } = spawnChild(program, logger);
  let state: State = { kind: "starting", timer: setTimeout(kill, START_LIMIT_MS, "start") };

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
    const { data: message } = childMessageSchema.safeParse(raw);
    if (message === undefined) return kill("message");
    if (message.type === "ready") {
      if (state.kind !== "starting") return;
      clearTimeout(state.timer);
      return become({ kind: "idle", since: performance.now() });
    }
    if (state.kind !== "busy" || message.id !== state.running.id) return;
    const worn = take(state.running, message);
    if (worn) child.kill("SIGKILL");
    if (message.type === "done")
      finish(state.running, worn ? { kind: "ended" } : { kind: "idle", since: performance.now() });
  });
  void gone.then(() => {
    if (state.kind === "starting") {
      clearTimeout(state.timer);
      logger.warn({ analyser: program.name, code: child.exitCode }, "an analysing process did not start");
    }
    if (state.kind !== "busy") return become({ kind: "ended" });
    blame(state.running.report);
    finish(state.running, { kind: "ended" });
  });

  return {
    kind: () => state.kind,
    since: () => sinceOf(state),
    run: (job, onFound) =>
      new Promise((resolve) => {
        const report = emptyReport(program.name);
        const timer = setTimeout(kill, program.limitMs * WALL_FACTOR, "time");
        const running = { id: job.id, report, since: performance.now(), timer, onFound, resolve };
        state = { kind: "busy", running };
        child.send({ ...job, limitMs: program.limitMs }, () => undefined); // where that fails, `exit` follows
      }),
    end: () => {
      child.kill("SIGKILL");
      return gone;
    },
  };
}

/** Notes what the process says of its job; answers whether it must go, now that it is done. */
function take({ report, onFound }: Running, message: Exclude<ChildMessage, { type: "ready" }>): boolean {
  note(report, message);
  if (message.type === "found" && report.unheard.length > 0) onFound(report);
  if (message.type !== "done") return false;
  // A tool that failed may be broken from here on, and what a trap leaves behind in WebAssembly is.
  return report.culprits.length > 0 || message.memory > MEMORY_KEPT_BYTES;
}

function sinceOf(state: State): number {
  if (state.kind === "idle") return performance.now() - state.since;
  return state.kind === "busy" ? performance.now() - state.running.since : 0;
}
