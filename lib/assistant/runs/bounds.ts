/** Bounds of runs; times in milliseconds. */

/** Of one file, in the chat. */
export const RUNS_KEPT = 50;
/** One answer's text, in UTF-16 units. */
export const RUN_TEXT_MAX = 20_000;
/** All texts of a state that is told at once, the newest first. */
export const STATE_TEXT_MAX = 300_000;

/** A process that does not renew the lease for so long is taken for dead. */
export const LEASE_MS = 15_000;
export const LOST_MESSAGE = "The server that was answering has ended. Ask again.";

export const HOUR_SECONDS = 3_600;
export const DAY_SECONDS = 86_400;

export interface RunBounds {
  /** How often a process looks whether its runs are to be stopped. */
  look: number;
  /** How often the text so far is kept for those who come later, and the lease renewed. */
  save: number;
  /** Words are gathered for so long before they are told: a model says a hundred a second, to twenty people. */
  gather: number;
  /** How often runs of processes that have died are looked for. */
  lost: number;
  /** How long a stopping process waits for its runs to end. */
  stop: number;
}

export const RUN_BOUNDS: RunBounds = { look: 100, save: 500, gather: 25, lost: 5_000, stop: 2_000 };
