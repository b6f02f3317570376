import * as Y from "yjs";
import { DOCUMENT_FACTOR } from "@/lib/contracts/limits";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { GROWTH_PER_BYTE } from "./bounds";
import type { LoadedLog, LogRow } from "./document-log";

/** A row of the log that Yjs cannot read. It is left out of the document and told; it is never fatal. */
export interface BadRow {
  seq: number;
  error: unknown;
}

export interface DocumentLimits {
  /** Largest text, in UTF-8 bytes. */
  maxFileBytes: number;
}

export interface Change {
  /** What the change brought, as one Yjs v1 update: new structs and deletions, nothing known. Null: nothing new. */
  update: Uint8Array | null;
  /** Whether a rule of size is broken; then the document must be thrown away, the change is in it. */
  oversize: "text" | "document" | null;
}

/** A row as another process tells it, or as the log has it. */
export type CommittedRow = Pick<LogRow, "seq" | "update">;

/**
 * One file's Yjs document in memory: a cache of the log up to `seq`, and of rows beyond it where what lies between is
 * not here yet. Whoever changes it must commit the change and say its number, or throw the document away: it never
 * holds what is not in the log for longer than one commit.
 */
export class FileDocument {
  readonly doc: Y.Doc;
  readonly text: Y.Text;
  readonly epoch: string;
  #seq: number;
  /** Rows it holds behind a gap. */
  readonly #beyond = new Set<number>();
  #rows: number;
  #bytes: number;
  #limits: DocumentLimits;
  /** Upper bounds, made exact again when they pass a limit. */
  #textBytes: number;
  #documentBytes: number;
  #lastUpdate: Uint8Array | null = null;
  /** All of it as one update, until it changes: a crowd that comes back at once is given the same bytes. */
  #whole: Uint8Array | null;

  private constructor(doc: Y.Doc, log: LoadedLog, limits: DocumentLimits) {
    this.doc = doc;
    this.text = doc.getText(CONTENT_ROOT);
    this.epoch = log.epoch;
    this.#seq = log.headSeq;
    this.#rows = log.rows.length;
    this.#bytes = log.rows.reduce((sum, row) => sum + row.update.byteLength, 0);
    this.#limits = limits;
    this.#textBytes = this.text.length * 3; // a UTF-16 unit is three bytes of UTF-8 at most
    this.#documentBytes = (log.snapshot?.state.byteLength ?? 0) + this.#bytes * GROWTH_PER_BYTE;
    this.#whole = log.rows.length === 0 ? (log.snapshot?.state ?? null) : null;
    doc.on("update", (update: Uint8Array) => {
      this.#lastUpdate = update;
      this.#whole = null;
    });
  }

  /** Throws when the snapshot itself cannot be read. */
  static fromLog(log: LoadedLog, limits: DocumentLimits, onBadRow: (bad: BadRow) => void): FileDocument {
    return new FileDocument(materialise(log, { gc: true }, onBadRow), log, limits);
  }

  /** All rows up to here are in it. */
  get seq(): number {
    return this.#seq;
  }

  /** Nothing is missing before any row that it holds: it is the text of `seq`. */
  get isWhole(): boolean {
    return this.#beyond.size === 0;
  }

  /** Whether the row of this number is in it. */
  has(seq: number): boolean {
    return seq <= this.#seq || this.#beyond.has(seq);
  }

  /** Rows and bytes in the log since the newest snapshot. */
  get tail(): { rows: number; bytes: number } {
    return { rows: this.#rows, bytes: this.#bytes };
  }

  toString(): string {
    return this.text.toString();
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc);
  }

  /** The state vector of the time when these clients stood at these clocks. */
  stateVectorAt(clocks: ReadonlyMap<number, number>): Uint8Array {
    const vector = Y.decodeStateVector(this.stateVector());
    for (const [client, clock] of clocks) vector.set(client, clock);
    return Y.encodeStateVector(vector);
  }

  /** What a peer with this state vector lacks; everything without one. */
  updateSince(stateVector?: Uint8Array): Uint8Array {
    if (stateVector !== undefined && !isEmpty(stateVector))
      return Y.encodeStateAsUpdate(this.doc, stateVector);
    this.#whole ??= Y.encodeStateAsUpdate(this.doc);
    return this.#whole;
  }

  /**
   * Runs `write` as one transaction and measures what came of it. Throws what `write` throws, and when structs or
   * deletions are left waiting for something unknown; the document must then be thrown away.
   */
  change(write: () => void): Change {
    this.#lastUpdate = null;
    this.doc.transact(write);
    const { pendingStructs, pendingDs } = this.doc.store;
    if (pendingStructs !== null || pendingDs !== null) throw new Error("The update left something pending.");
    const update = this.#lastUpdate;
    return { update, oversize: update === null ? null : this.#measure(update) };
  }

  /** The same, for edits made here with `text.insert` and `text.delete`, under this Yjs client id. */
  changeAs(clientId: number, write: (text: Y.Text) => void): Change {
    const { doc } = this;
    return this.change(() => {
      const own = doc.clientID;
      doc.clientID = clientId;
      try {
        write(this.text);
      } finally {
        // Still inside the transaction: at its end Yjs takes a foreign id that has moved for a clash, and changes it.
        doc.clientID = own;
      }
    });
  }

  #measure(update: Uint8Array): "text" | "document" | null {
    const { maxFileBytes } = this.#limits;
    this.#textBytes += update.byteLength;
    if (this.#textBytes > maxFileBytes) {
      this.#textBytes = Buffer.byteLength(this.toString());
      if (this.#textBytes > maxFileBytes) return "text";
    }
    this.#documentBytes += update.byteLength * GROWTH_PER_BYTE;
    if (this.#documentBytes > maxFileBytes * DOCUMENT_FACTOR) {
      this.#documentBytes = this.updateSince().byteLength;
      if (this.#documentBytes > maxFileBytes * DOCUMENT_FACTOR) return "document";
    }
    return null;
  }

  /** What was changed is in the log now, as the row of this number. */
  committed(seq: number, bytes: number): void {
    this.#rows += 1;
    this.#bytes += bytes;
    this.#beyond.add(seq);
    while (this.#beyond.delete(this.#seq + 1)) this.#seq += 1;
  }

  /**
   * Takes in rows that others committed, each the next one. Throws when one cannot be read, or builds on something that
   * is not here; the document must then be thrown away.
   */
  absorb(rows: readonly CommittedRow[]): void {
    this.change(() => {
      for (const { update } of rows) Y.applyUpdate(this.doc, update);
    });
    for (const { seq, update } of rows) this.committed(seq, update.byteLength);
  }

  /** A snapshot that covers this much of the tail is kept now; negative: it could not be kept after all. */
  compacted(rows: number, bytes: number): void {
    this.#rows -= rows;
    this.#bytes -= bytes;
  }

  destroy(): void {
    this.doc.destroy();
  }
}

/** The state vector of a client that has nothing: no clients at all. */
const isEmpty = (stateVector: Uint8Array): boolean => stateVector.length === 1 && stateVector[0] === 0;

/** Builds a document from the log. Rows that throw are left out and reported; what then waits for them is dropped. */
export function materialise(
  log: LoadedLog,
  options: { gc: boolean },
  onBadRow: (bad: BadRow) => void,
): Y.Doc {
  const skip = new Set<number>();
  for (let together = true; ; ) {
    const doc = new Y.Doc(options);
    doc.getText(CONTENT_ROOT);
    const failed = applyRows(doc, log, skip, together);
    if (failed === null) {
      // Left for good: the same text may still be sent by a client that has all of it.
      doc.store.pendingStructs = null;
      doc.store.pendingDs = null;
      return doc;
    }
    doc.destroy();
    // One transaction for all rows is quick, but only one each tells which row it was.
    if (!together) {
      skip.add(failed.seq);
      onBadRow(failed);
    }
    together = false;
  }
}

const SNAPSHOT = 0;

function applyRows(doc: Y.Doc, log: LoadedLog, skip: ReadonlySet<number>, together: boolean): BadRow | null {
  let seq = SNAPSHOT;
  const apply = () => {
    if (log.snapshot !== null) Y.applyUpdate(doc, log.snapshot.state);
    for (const row of log.rows) {
      seq = row.seq;
      if (!skip.has(seq)) Y.applyUpdate(doc, row.update);
    }
  };
  try {
    if (together) doc.transact(apply);
    else apply();
    return null;
  } catch (error) {
    if (seq === SNAPSHOT) throw error;
    return { seq, error };
  }
}
