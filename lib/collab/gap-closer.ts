import type { LogRow } from "./document-log";

/** Reads what is missing in a document from the log, one question at a time. */
export interface GapCloser {
  readonly busy: boolean;
  /** Looks after so many milliseconds whether a row is still missing; unless that is under way already. */
  closeIn(ms: number): void;
  /** Forgets what is under way. Idempotent. */
  stop(): void;
}

export interface GapCloserDeps {
  /** The number after which rows are missing; null: none are, or the document is not to be had. */
  missingAfter(): number | null;
  rowsAfter(seq: number): Promise<LogRow[] | null>;
  /** Null: the log knows no such file. */
  found(rows: readonly LogRow[] | null): void;
  failed(error: unknown): void;
}

export function createGapCloser({ missingAfter, rowsAfter, found, failed }: GapCloserDeps): GapCloser {
  let timer: NodeJS.Timeout | undefined;
  let asked: object | null = null;
  const ask = async () => {
    timer = undefined;
    const after = missingAfter();
    if (after === null) return;
    const question = {};
    asked = question;
    /** False: nobody waits for the answer any more. */
    const over = () => {
      if (asked !== question) return false;
      asked = null;
      return true;
    };
    try {
      const rows = await rowsAfter(after);
      if (over()) found(rows);
    } catch (error) {
      if (over()) failed(error);
    }
  };
  return {
    get busy() {
      return timer !== undefined || asked !== null;
    },
    closeIn(ms) {
      if (asked === null) timer ??= setTimeout(() => void ask(), ms);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      asked = null;
    },
  };
}
