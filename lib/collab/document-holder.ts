import { fileNotFound } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { EngineBounds } from "./bounds";
import type { DocumentLog } from "./document-log";
import { type CommittedRow, type DocumentLimits, FileDocument } from "./file-document";
import { createGapCloser, type GapCloser } from "./gap-closer";
import { HeardRows } from "./heard-rows";
import { asUnavailable, databaseAway } from "./log-watch";
import { WaitingReaders } from "./waiting-readers";

type State =
  | { kind: "absent" }
  | { kind: "loading" }
  /** Nothing but what is in the log. May be read when nothing is missing before any row it holds. */
  | { kind: "settled"; document: FileDocument }
  /** Holds changes whose commit is under way: nobody reads, and what others committed waits. */
  | { kind: "ahead"; document: FileDocument }
  /** The log knows no such file. */
  | { kind: "gone" };

export interface Holding {
  fileId: number;
  log: DocumentLog;
  limits: DocumentLimits;
  bounds: EngineBounds;
  logger: Logger;
  /** Resolves when what other processes commit is heard (I2), or when they cannot be heard now. */
  listening(): Promise<void>;
  /** Everybody here is to hear what others committed: called when it is in the document, once. */
  publish(updates: readonly Uint8Array[]): void;
  /** The log was found to go on up to here, and perhaps nobody was told. */
  foundBeyond(seq: number): void;
}

/**
 * One file's document, in memory or not. Reading happens only at settle points, when the document is exactly what is
 * committed up to its number (I1); whoever writes takes it with `begin` and gives it back with `settle` or `discard`.
 * Rows that other processes committed come in through `hear`; where one is missing, it is read from the log (I3).
 */
export class DocumentHolder {
  readonly #with: Holding;
  #state: State = { kind: "absent" };
  readonly #readers = new WaitingReaders();
  readonly #heard = new HeardRows();
  readonly #gap: GapCloser;
  /** What everybody here has heard of, while the document is read anew: it is told from there on (I2). */
  #told: { seq: number; vector: Uint8Array | undefined } | null = null;
  #retry: NodeJS.Timeout | undefined;

  constructor(holding: Holding) {
    this.#with = holding;
    this.#gap = createGapCloser({
      missingAfter: () => this.#missingAfter(),
      rowsAfter: (seq) => holding.log.rowsAfter(holding.fileId, seq),
      found: (rows) => this.#found(rows),
      failed: (error) => this.#notFound(error),
    });
  }

  get state(): State["kind"] {
    return this.#state.kind;
  }

  /** Somebody waits for it, or it is being read. */
  get busy(): boolean {
    return this.#readers.size > 0 || this.#state.kind === "loading" || this.#gap.busy;
  }

  /** Only when it may be read. */
  get document(): FileDocument | null {
    return this.#state.kind === "settled" && this.#state.document.isWhole ? this.#state.document : null;
  }

  /**
   * Runs `read` at the next settle point at which the document stands at `from` or later, at once when this is one.
   * `from` must be a number that the log has reached. Rejects when the document cannot be had.
   */
  read<T>(read: (document: FileDocument) => T, from = 0): Promise<T> {
    const done = this.#readers.add(read, from);
    this.know(from);
    this.#serve();
    return done;
  }

  /** Takes the document for writing; null when it is not to be had now: `read` says when it is. */
  begin(): FileDocument | null {
    if (this.#state.kind === "absent") this.#load();
    const { document } = this;
    if (document === null) return null;
    this.#state = { kind: "ahead", document };
    return document;
  }

  /** What was written is in the log, or nothing was. */
  settle(): void {
    if (this.#state.kind !== "ahead") return;
    this.#state = { kind: "settled", document: this.#state.document };
    this.#catchUp();
  }

  /**
   * The document may hold something that the log does not, or lack something: it is read anew. `startedAt`: where the
   * clients stood under which it holds what is perhaps not stored.
   */
  discard(startedAt: ReadonlyMap<number, number>): void {
    if (this.#state.kind !== "settled" && this.#state.kind !== "ahead") return;
    const { document } = this.#state;
    this.#drop(document, document.stateVectorAt(startedAt));
  }

  #drop(document: FileDocument, vector: Uint8Array | undefined): void {
    this.#told ??= { seq: document.seq, vector };
    document.destroy();
    this.#load();
  }

  /** Rows that another process committed. */
  hear(rows: readonly CommittedRow[]): void {
    if (this.#state.kind === "absent" || this.#state.kind === "gone") return; // the log will say it
    this.#heard.add(rows);
    this.#catchUp();
  }

  /** The log goes up to here at least. */
  know(seq: number): void {
    this.#heard.know(seq);
    this.#catchUp();
  }

  /** The file was deleted. */
  end(): void {
    this.#forget();
    this.#state = { kind: "gone" };
    this.#serve();
  }

  /** Forgets the document; who still waits for it is told that it cannot be had. Idempotent. */
  close(): void {
    this.#forget();
    this.#readers.rejectAll(databaseAway());
  }

  #forget(): void {
    if (this.#state.kind === "settled" || this.#state.kind === "ahead") this.#state.document.destroy();
    this.#gap.stop();
    clearTimeout(this.#retry);
    this.#state = { kind: "absent" };
    this.#told = null;
    this.#heard.forget();
  }

  /** Takes in what others committed and what may be in order now. */
  #catchUp(): void {
    if (this.#state.kind !== "settled") return;
    const { document } = this.#state;
    const next = this.#heard.takeNext(document);
    try {
      if (next.length > 0) document.absorb(next);
    } catch (error) {
      const { fileId, logger } = this.#with;
      logger.error(
        { err: error, file: fileId, seq: document.seq + 1 },
        "a row of another process cannot be read",
      );
      this.#drop(document, undefined);
      return;
    }
    if (next.length > 0) this.#with.publish(next.map(({ update }) => update));
    // Two writers overtake each other all the time: most gaps close by themselves.
    if (this.#heard.isAheadOf(document)) this.#gap.closeIn(this.#with.bounds.gapWait);
    this.#serve();
  }

  #missingAfter(): number | null {
    if (this.#state.kind !== "settled" || !this.#heard.isAheadOf(this.#state.document)) return null;
    return this.#state.document.seq;
  }

  #found(rows: readonly CommittedRow[] | null): void {
    if (rows === null) this.end();
    else if (rows.length > 0) this.hear(rows);
    else if (this.document !== null)
      this.#gap.closeIn(this.#with.bounds.retryLoad); // the log has not gone on yet
    else if (this.#state.kind === "settled") this.#drop(this.#state.document, undefined); // it holds more than the log
  }

  #notFound(error: unknown): void {
    const { fileId, logger, bounds } = this.#with;
    logger.warn({ err: error, file: fileId }, "rows of other processes could not be read");
    this.#gap.closeIn(bounds.retryLoad);
    this.#readers.rejectAll(asUnavailable(error));
  }

  #serve(): void {
    if (this.#readers.size === 0) return;
    switch (this.#state.kind) {
      case "absent":
        this.#load();
        return;
      case "settled":
        if (this.#state.document.isWhole) this.#readers.serve(this.#state.document);
        return;
      case "gone":
        this.#readers.rejectAll(fileNotFound());
        return;
      case "loading":
      case "ahead":
    }
  }

  #load(): void {
    const loading = { kind: "loading" } as const;
    this.#state = loading;
    this.#fetch().then(
      (next) => {
        if (this.#state !== loading) return;
        this.#state = next;
        if (next.kind === "settled") this.#tellSince(next.document);
        this.#catchUp();
        this.#serve();
      },
      (error: unknown) => {
        if (this.#state !== loading) return;
        this.#state = { kind: "absent" };
        this.#heard.forget();
        this.#with.logger.warn({ err: error, file: this.#with.fileId }, "a file's log could not be read");
        this.#readers.rejectAll(asUnavailable(error));
        // Somebody here waits for what was committed meanwhile.
        if (this.#told !== null) this.#loadLater();
      },
    );
  }

  #loadLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      if (this.#state.kind === "absent") this.#load();
    }, this.#with.bounds.retryLoad);
  }

  /** The document was read anew: whatever is found there and was not told yet is told. */
  #tellSince(document: FileDocument): void {
    const told = this.#told;
    this.#told = null;
    if (told === null || document.seq <= told.seq) return;
    this.#with.publish([document.updateSince(told.vector)]);
    this.#with.foundBeyond(document.seq);
  }

  async #fetch(): Promise<State> {
    const { fileId, log, limits, logger, listening } = this.#with;
    await listening();
    const loaded = await log.load(fileId);
    if (loaded === null) return { kind: "gone" };
    const document = FileDocument.fromLog(loaded, limits, ({ seq, error }) =>
      logger.error({ err: error, file: fileId, seq }, "a row of the log cannot be read and is left out"),
    );
    return { kind: "settled", document };
  }
}
