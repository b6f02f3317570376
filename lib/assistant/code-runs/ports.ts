import type { CodeRun } from "@/lib/contracts/run";

/** The last run of a file, and for how long the page that executes it has said nothing. */
export interface KeptRun {
  run: CodeRun;
  silentMs: number;
}

/** The port to the last run of each file, the same for all processes. Throws AppError: `unavailable`. */
export interface CodeRunStore {
  /** Null: nothing was run yet, or there is no such file. */
  read(fileId: number): Promise<KeptRun | null>;
  /**
   * Changes the last run of a file in one transaction, one caller after the other: `decide` is given what is kept now and
   * answers what takes its place, the same run to say only that its page was heard of, or null to leave it. Answers what
   * is kept then; null: nothing, or there is no such file.
   */
  change(fileId: number, decide: (kept: KeptRun | null) => CodeRun | null): Promise<KeptRun | null>;
}
