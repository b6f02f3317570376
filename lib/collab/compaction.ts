import type { Logger } from "@/lib/logger";
import type { EngineBounds } from "./bounds";
import type { DocumentLog } from "./document-log";
import type { FileDocument } from "./file-document";

interface CompactionDeps {
  fileId: number;
  log: DocumentLog;
  bounds: EngineBounds;
  logger: Logger;
  now(): number;
}

/**
 * Keeps snapshots of one file, so that opening it reads few rows (I5). A snapshot is taken from the document while that
 * stands exactly at a number of the log, and names this number; no row is dropped. It is written in the background.
 */
export class Compaction {
  readonly #deps: CompactionDeps;
  #writing: Promise<void> | null = null;
  #at = Number.NEGATIVE_INFINITY;
  /** How long the last one kept everybody waiting, in milliseconds. */
  #cost = 0;

  constructor(deps: CompactionDeps) {
    this.#deps = deps;
  }

  get busy(): boolean {
    return this.#writing !== null;
  }

  /** The document stands at a commit: a snapshot is begun when one is due. */
  settled(document: FileDocument): void {
    const { compactRows, compactBytes, compactEvery, compactRowsMax, compactRest } = this.#deps.bounds;
    const { rows, bytes } = document.tail;
    if (this.#writing !== null || !document.isWhole || (rows < compactRows && bytes < compactBytes)) return;
    const rest = rows < compactRowsMax ? compactEvery : 0;
    if (this.#deps.now() - this.#at < Math.max(rest, this.#cost * compactRest)) return;
    this.#begin(document);
  }

  /** A snapshot of whatever came since the last one; resolves when it is kept, or could not be. */
  async finish(document: FileDocument): Promise<void> {
    await this.#writing;
    if (document.tail.rows > 0) this.#begin(document);
    await this.#writing;
  }

  #begin(document: FileDocument): void {
    const { fileId, log, logger, now } = this.#deps;
    const { rows, bytes } = document.tail;
    const started = performance.now();
    const snapshot = {
      fileId,
      seq: document.seq,
      state: document.updateSince(),
      text: document.toString(),
    };
    this.#cost = performance.now() - started;
    this.#at = now();
    document.compacted(rows, bytes);
    this.#writing = log
      .saveSnapshot(snapshot)
      .catch((error: unknown) => {
        document.compacted(-rows, -bytes);
        logger.warn({ err: error, file: fileId }, "a snapshot could not be kept; the log has it all");
      })
      .finally(() => {
        this.#writing = null;
      });
  }
}
