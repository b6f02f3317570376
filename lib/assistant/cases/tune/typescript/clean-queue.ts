import { setTimeout as wait } from "node:timers/promises";
import type { Job } from "./jobs";

export interface QueueOptions {
  tries: number;
  pauseMs: number;
  onFailed(job: Job, reason: unknown): void;
}

/** Runs jobs one after the other; a job that fails is tried again. */
export class Queue {
  readonly #waiting: Job[] = [];
  #running = false;

  constructor(private readonly options: QueueOptions) {}

  push(job: Job): void {
    this.#waiting.push(job);
    if (!this.#running) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#running = true;
    try {
      for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) {
        await this.#attempt(job);
      }
    } finally {
      this.#running = false;
    }
  }

  async #attempt(job: Job): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await job.run();
        return;
      } catch (reason) {
        if (attempt >= this.options.tries) {
          this.options.onFailed(job, reason);
          return;
        }
        await wait(this.options.pauseMs * attempt);
      }
    }
  }
}
