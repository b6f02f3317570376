import { type Child, startChild } from "@/lib/assistant/analysers/child";
import type { Program } from "@/lib/assistant/analysers/programs";
import type { Logger } from "@/lib/logger";

/** At most this many processes of a program: one, and one more while that is stuck. */
const PROCESSES_MAX = 2;
/** The second one ends after so long without work. */
const SPARE_IDLE_MS = 30_000;
const BACKOFF_MS = 250;
const BACKOFF_MAX_MS = 30_000;

/** The processes of one program that live: those that end are replaced, each time a little later while they do nothing else. */
export interface Pool {
  idle(): Child[];
  /** Starts the first process, unless there is one, or it is on its way. */
  start(): void;
  /** Starts the second one where all have been at work for too long. */
  help(): void;
  /** A job came to an end: a process that ends from now on is replaced at once. */
  works(): void;
  /** Ends the second one once it has had nothing to do for a while. */
  endSpareLater(): void;
  /** Idempotent. */
  stop(): Promise<void>;
}

/** `onChange`: one is idle now, or has ended. */
export function createPool(program: Program, logger: Logger, onChange: () => void): Pool {
  let children: Child[] = [];
  let failures = 0;
  let backoff: NodeJS.Timeout | undefined;
  let stopped = false;

  const add = () => {
    children.push(startChild(program, logger, changed));
  };
  const start = () => {
    if (!stopped && backoff === undefined && children.length === 0) add();
  };
  const startLater = () => {
    const pause = failures === 0 ? 0 : Math.min(BACKOFF_MS * 2 ** failures, BACKOFF_MAX_MS);
    failures += 1;
    backoff = setTimeout(() => {
      backoff = undefined;
      start();
    }, pause);
  };
  function changed(): void {
    const alive = children.filter((child) => child.kind() !== "ended");
    const ended = children.length - alive.length;
    children = alive;
    if (stopped) return;
    if (ended > 0 && alive.length === 0 && backoff === undefined) startLater();
    onChange();
  }

  return {
    idle: () => children.filter((child) => child.kind() === "idle"),
    start,
    help() {
      const late = children.every((child) => child.kind() === "busy" && child.since() >= program.lateAfterMs);
      if (late && children.length > 0 && children.length < PROCESSES_MAX) add();
    },
    works() {
      failures = 0;
    },
    endSpareLater() {
      if (children.length < PROCESSES_MAX) return;
      setTimeout(() => {
        const spare = children[1];
        if (spare?.kind() === "idle" && spare.since() >= SPARE_IDLE_MS) void spare.end();
      }, SPARE_IDLE_MS + 1).unref();
    },
    async stop() {
      stopped = true;
      clearTimeout(backoff);
      await Promise.all(children.map((child) => child.end()));
    },
  };
}
