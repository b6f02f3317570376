import { fileNotFound } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { DocumentLog } from "./document-log";
import { type DocumentLimits, FileDocument } from "./file-document";
import { asUnavailable } from "./log-watch";

type State =
  | { kind: "absent" }
  | { kind: "loading" }
  /** Exactly what the log holds up to its number: may be read. */
  | { kind: "settled"; document: FileDocument }
  /** Holds changes whose commit is under way: nobody reads. */
  | { kind: "ahead"; document: FileDocument }
  /** The log knows no such file. */
  | { kind: "gone" };

interface Waiting {
  run(document: FileDocument): void;
  reject(error: unknown): void;
}

interface Holding {
  fileId: number;
  log: DocumentLog;
  limits: DocumentLimits;
  logger: Logger;
}

/**
 * One file's document, in memory or not. Reading happens only at settle points, when the document is exactly what is
 * committed (I1); whoever writes takes it with `begin` and gives it back with `settle` or `discard`.
 */
export class DocumentHolder {
  readonly #with: Holding;
  #state: State = { kind: "absent" };
  #waiting: Waiting[] = [];

  constructor(holding: Holding) {
    this.#with = holding;
  }

  get state(): State["kind"] {
    return this.#state.kind;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Only when it is settled. */
  get document(): FileDocument | null {
    return this.#state.kind === "settled" ? this.#state.document : null;
  }

  /** Runs `read` at the next settle point, at once when this is one. Rejects when the document cannot be had. */
  read<T>(read: (document: FileDocument) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        run: (document) => {
          try {
            resolve(read(document));
          } catch (error) {
            reject(error);
          }
        },
        reject,
      });
      this.#serve();
    });
  }

  /** Takes the document for writing; null when it is not settled: a load is then under way, or the file is gone. */
  begin(): FileDocument | null {
    if (this.#state.kind === "absent") this.#load();
    if (this.#state.kind !== "settled") return null;
    const { document } = this.#state;
    this.#state = { kind: "ahead", document };
    return document;
  }

  /** What was written is in the log, or nothing was. */
  settle(): void {
    if (this.#state.kind !== "ahead") return;
    this.#state = { kind: "settled", document: this.#state.document };
    this.#serve();
  }

  /** The document may hold something that the log does not, or lack something: it is read anew when needed. */
  discard(): void {
    if (this.#state.kind === "settled" || this.#state.kind === "ahead") {
      this.#state.document.destroy();
      this.#state = { kind: "absent" };
    }
    this.#serve();
  }

  /** The file was deleted. */
  end(): void {
    this.discard();
    this.#state = { kind: "gone" };
    this.#serve();
  }

  #serve(): void {
    if (this.#waiting.length === 0) return;
    switch (this.#state.kind) {
      case "absent":
        this.#load();
        return;
      case "settled": {
        const { document } = this.#state;
        for (const waiting of this.#waiting.splice(0)) waiting.run(document);
        return;
      }
      case "gone":
        for (const waiting of this.#waiting.splice(0)) waiting.reject(fileNotFound());
        return;
      case "loading":
      case "ahead":
    }
  }

  #load(): void {
    this.#state = { kind: "loading" };
    this.#fetch().then(
      (next) => {
        if (this.#state.kind !== "loading") return;
        this.#state = next;
        this.#serve();
      },
      (error: unknown) => {
        if (this.#state.kind !== "loading") return;
        this.#state = { kind: "absent" };
        this.#with.logger.warn({ err: error, file: this.#with.fileId }, "a file's log could not be read");
        for (const waiting of this.#waiting.splice(0)) waiting.reject(asUnavailable(error));
      },
    );
  }

  async #fetch(): Promise<State> {
    const { fileId, log, limits, logger } = this.#with;
    const loaded = await log.load(fileId);
    if (loaded === null) return { kind: "gone" };
    const document = FileDocument.fromLog(loaded, limits, ({ seq, error }) =>
      logger.error({ err: error, file: fileId, seq }, "a row of the log cannot be read and is left out"),
    );
    return { kind: "settled", document };
  }
}
