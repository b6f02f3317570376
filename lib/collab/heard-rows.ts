import type { CommittedRow, FileDocument } from "./file-document";

/** Rows of the log that a file's document does not hold yet, and how far the log is known to go. */
export class HeardRows {
  readonly #rows = new Map<number, CommittedRow>();
  #head = 0;

  add(rows: readonly CommittedRow[]): void {
    for (const row of rows) {
      this.#rows.set(row.seq, row);
      this.know(row.seq);
    }
  }

  /** The log goes up to here at least. */
  know(seq: number): void {
    this.#head = Math.max(this.#head, seq);
  }

  /** Takes those that follow what the document holds without a gap, in order; forgets what it holds already. */
  takeNext(document: FileDocument): CommittedRow[] {
    for (const seq of this.#rows.keys()) if (document.has(seq)) this.#rows.delete(seq);
    const next: CommittedRow[] = [];
    for (let seq = document.seq + 1; ; seq += 1) {
      const row = this.#rows.get(seq);
      if (row !== undefined) next.push(row);
      else if (!document.has(seq)) return next;
      this.#rows.delete(seq);
    }
  }

  /** Whether the document lacks a row that is in the log. */
  isAheadOf(document: FileDocument): boolean {
    return document.seq < this.#head || !document.isWhole;
  }

  forget(): void {
    this.#rows.clear();
  }
}
