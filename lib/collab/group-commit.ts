import { isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { steadyNow } from "@/lib/steady-clock";
import type { EngineBounds } from "./bounds";
import type { AppendEntry, AppendResult, DocumentLog } from "./document-log";
import type { LoadMeter } from "./load-meter";

/** One file's share of a commit. `settle` or `failed` is called; `failed` also when `settle` threw. */
export interface CommitWork {
  entries: AppendEntry[];
  bytes: number;
  /** One result per entry, in order. */
  settle(results: AppendResult[]): void;
  /** Nothing was stored, or it is unknown whether it was. `own`: the fault is this file's, not the database's. */
  failed(error: unknown, own: boolean): void;
}

export interface CommitSource {
  /** What waits, written on the head document; null when there is nothing, or when the document is not to be had. */
  collect(): CommitWork | null;
  /** Enough waits not to stay for the window. */
  urgent(): boolean;
}

type State =
  | { kind: "idle" }
  | { kind: "window"; timer: NodeJS.Timeout }
  | { kind: "next"; immediate: NodeJS.Immediate }
  | { kind: "committing" }
  | { kind: "backoff"; timer: NodeJS.Timeout };

/**
 * One `append` in flight per process, for all files; what arrives meanwhile goes out together in the next. When the
 * log fails it tries again by itself, later and later, until it is back.
 */
export class GroupCommit {
  readonly #log: DocumentLog;
  readonly #bounds: EngineBounds;
  readonly #meter: LoadMeter;
  readonly #logger: Logger;
  #state: State = { kind: "idle" };
  #due = new Set<CommitSource>();
  #begunAt = Number.NEGATIVE_INFINITY;
  #delay = 0;
  /** After a failure that may be one file's own fault: how many files go together. */
  #together = Number.POSITIVE_INFINITY;
  #idle: (() => void)[] = [];
  #later = new Set<NodeJS.Timeout>();
  #stopped = false;

  constructor(log: DocumentLog, bounds: EngineBounds, meter: LoadMeter, logger: Logger) {
    this.#log = log;
    this.#bounds = bounds;
    this.#meter = meter;
    this.#logger = logger;
  }

  /** The source has something to commit, or may have: asking too often is harmless. */
  wake(source: CommitSource): void {
    if (this.#stopped) return;
    this.#due.add(source);
    if (this.#state.kind === "idle") this.#schedule();
    else if (this.#state.kind === "window" && source.urgent()) {
      clearTimeout(this.#state.timer);
      this.#soon();
    }
  }

  /** The same after a while: what the source needs could not be read. */
  wakeLater(source: CommitSource): void {
    const timer = setTimeout(() => {
      this.#later.delete(timer);
      this.wake(source);
    }, this.#bounds.retryLoad);
    this.#later.add(timer);
  }

  /** Resolves when nothing is due and nothing in flight. */
  whenIdle(): Promise<void> {
    if (this.#state.kind === "idle" && this.#later.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Ends the timers. What is due stays uncommitted. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#later) clearTimeout(timer);
    this.#later.clear();
    if (this.#state.kind === "window" || this.#state.kind === "backoff") clearTimeout(this.#state.timer);
    if (this.#state.kind === "next") clearImmediate(this.#state.immediate);
    this.#due.clear();
    if (this.#state.kind !== "committing") this.#rest();
  }

  #schedule(): void {
    const apart = [...this.#due].some((source) => source.urgent()) ? 0 : this.#meter.window();
    // From when the last one began: a slow commit does not make the next one later still.
    const window = Math.ceil(this.#begunAt + apart - steadyNow());
    if (apart === 0 || window <= 0) this.#soon();
    else this.#state = { kind: "window", timer: setTimeout(() => this.#run(), window) };
  }

  #soon(): void {
    this.#state = { kind: "next", immediate: setImmediate(() => this.#run()) };
  }

  #rest(): void {
    this.#state = { kind: "idle" };
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #run(): void {
    this.#state = { kind: "committing" };
    this.#begunAt = steadyNow();
    void this.#commit().then((done) => {
      if (!done) this.#backOff();
      else if (this.#due.size > 0) this.#schedule();
      else this.#rest();
    });
  }

  #backOff(): void {
    if (this.#stopped) {
      this.#rest();
      return;
    }
    this.#delay = Math.min(this.#bounds.retryMax, Math.max(this.#bounds.retryFirst, this.#delay * 2));
    this.#state = { kind: "backoff", timer: setTimeout(() => this.#run(), this.#delay) };
  }

  #collect(): CommitWork[] {
    const works: CommitWork[] = [];
    let bytes = 0;
    for (const source of [...this.#due]) {
      if (works.length >= this.#together || bytes >= this.#bounds.batchBytes) break;
      this.#due.delete(source);
      const work = source.collect();
      if (work === null) continue;
      works.push(work);
      bytes += work.bytes;
    }
    return works;
  }

  async #commit(): Promise<boolean> {
    const works = this.#collect();
    if (works.length === 0) return true;
    let results: AppendResult[];
    try {
      results = await this.#log.append(works.flatMap((work) => work.entries));
    } catch (error) {
      this.#fail(works, error);
      return false;
    }
    this.#delay = 0;
    this.#together *= 2;
    let at = 0;
    for (const work of works) {
      this.#settle(work, results.slice(at, at + work.entries.length));
      at += work.entries.length;
    }
    return true;
  }

  /** A fault in one file's settling must not leave the others unsettled. */
  #settle(work: CommitWork, results: AppendResult[]): void {
    try {
      work.settle(results);
    } catch (error) {
      this.#logger.error({ err: error }, "a commit could not be settled");
      work.failed(error, true);
    }
  }

  #fail(works: CommitWork[], error: unknown): void {
    const away = isAppError(error) && error.code === "unavailable";
    const own = !away && works.length === 1;
    if (!away) this.#together = Math.max(1, Math.floor(works.length / 2));
    if (this.#delay === 0 || own) this.#logger.warn({ err: error }, "a commit failed and is tried again");
    for (const work of works) work.failed(error, own);
  }
}
