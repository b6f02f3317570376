import type { FileDocument } from "./file-document";

interface Waiting {
  from: number;
  run(document: FileDocument): void;
  reject(error: Error): void;
}

/** Who waits to read a document, each from a number of the log on. */
export class WaitingReaders {
  #waiting: Waiting[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** Resolves with what `read` answers, once it was served. */
  add<T>(read: (document: FileDocument) => T, from: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = (document: FileDocument) => {
        try {
          resolve(read(document));
        } catch (error) {
          reject(error);
        }
      };
      this.#waiting.push({ from, run, reject });
    });
  }

  /** Lets those read for whom the document has come far enough. */
  serve(document: FileDocument): void {
    const due = this.#waiting.filter(({ from }) => from <= document.seq);
    this.#waiting = this.#waiting.filter(({ from }) => from > document.seq);
    for (const { run } of due) run(document);
  }

  rejectAll(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
