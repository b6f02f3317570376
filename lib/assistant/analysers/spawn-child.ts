import { type ChildProcess, fork } from "node:child_process";
import os from "node:os";
import type { Program } from "@/lib/assistant/analysers/programs";
import type { Logger } from "@/lib/logger";

/** Starts a process with nothing of our environment and at low priority. `gone` resolves once it has ended. */
export function spawnChild(
  program: Program,
  logger: Logger,
): { child: ChildProcess; gone: Promise<void>; kill(why: string): void } {
  const child = fork(program.file, [...(program.args ?? [])], {
    env: { NODE_ENV: "production" }, // and nothing else: no key is where hostile texts are read
    execArgv: [...program.flags],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve()); // it could not even be started
  });
  lowerPriority(child, program.priority, logger);
  return {
    child,
    gone,
    kill(why) {
      logger.warn({ analyser: program.name, why }, "an analysing process is ended");
      child.kill("SIGKILL");
    },
  };
}

function lowerPriority({ pid }: ChildProcess, priority: number, logger: Logger): void {
  if (pid === undefined) return;
  try {
    os.setPriority(pid, priority);
  } catch (error) {
    logger.warn({ err: error }, "an analysing process keeps its priority");
  }
}
