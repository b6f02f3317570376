import type { EngineBounds } from "./bounds";
import type { QueuedUpdate, UpdateOutcome } from "./queued-update";

/** What all files' queues hold together. */
export interface QueueBudget {
  bytes: number;
  updates: number;
}

/** One file's updates that wait for their turn, in order, and how many of them may go together. */
export class UpdateBacklog {
  readonly #budget: QueueBudget;
  readonly #bounds: EngineBounds;
  #updates: QueuedUpdate[] = [];
  /** Lowered when one of several is to blame, until it stands alone. */
  #limit = Number.POSITIVE_INFINITY;
  #failures = 0;

  constructor(budget: QueueBudget, bounds: EngineBounds) {
    this.#budget = budget;
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#updates.length;
  }

  push(queued: QueuedUpdate): void {
    this.#budget.bytes += queued.update.byteLength;
    this.#budget.updates += 1;
    this.#updates.push(queued);
  }

  /** What goes into the next commit. Each is then answered, or put back. */
  take(): QueuedUpdate[] {
    let count = 0;
    for (let bytes = 0; count < this.#updates.length && count < this.#limit; count++) {
      bytes += this.#updates[count]?.update.byteLength ?? 0;
      if (count > 0 && bytes > this.#bounds.batchBytesPerFile) break;
    }
    return this.#updates.splice(0, count);
  }

  putBack(updates: readonly QueuedUpdate[]): void {
    this.#updates.unshift(...updates);
  }

  /** One entry for several updates was refused: whose fault it was shows when they go one by one. */
  putBackSingly(updates: readonly QueuedUpdate[]): void {
    this.#limit = 1;
    this.putBack(updates);
  }

  /** The document threw on one of these: halved until the one to blame stands alone. */
  blame(taken: readonly QueuedUpdate[], fault: UpdateOutcome): void {
    const [only] = taken;
    if (taken.length === 1 && only !== undefined) this.answer(only, fault);
    else {
      this.#limit = Math.max(1, Math.floor(taken.length / 2));
      this.putBack(taken);
    }
  }

  /** A commit went through. */
  committed(): void {
    this.#limit *= 2;
    this.#failures = 0;
  }

  /** A commit failed. `own`: the fault is this file's; after too many of those in a row it is given up. */
  failed(updates: readonly QueuedUpdate[], own: boolean): void {
    this.#failures = own ? this.#failures + 1 : 0;
    if (this.#failures < this.#bounds.failuresInARow) this.putBack(updates);
    else for (const queued of updates) this.answer(queued, AWAY);
  }

  answer(queued: QueuedUpdate, outcome: UpdateOutcome): void {
    this.#budget.bytes -= queued.update.byteLength;
    this.#budget.updates -= 1;
    queued.answer(outcome);
  }

  answerAll(outcome: UpdateOutcome): void {
    for (const queued of this.#updates.splice(0)) this.answer(queued, outcome);
  }
}

const AWAY = { kind: "refused", reason: "databaseAway", detail: "The edit could not be stored." } as const;
