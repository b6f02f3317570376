import type { Finding } from "@/lib/contracts/findings";

/**
 * Something found in one text, before it has an id and an anchor: what every analyser and the model give. The message is
 * one sentence in sentence case; code in it stands between backticks.
 */
export type Problem = Omit<Finding, "id" | "status">;

/** A text to be analysed; its line ends are `\n`. */
export interface AnalysisInput {
  language: string;
  /** The file's name: it tells JSX, TSX and headers apart. */
  name: string;
  text: string;
}

export interface Analysis {
  /** What was analysed: a newer text of the same key where that took the place of the one asked about. */
  text: string;
  /** Merged and without doubles, errors first, then by place; at most FINDINGS_SHOWN_MAX. */
  problems: Problem[];
  /**
   * Analysers that did not come to an end (time, memory, crash) or are off for this text, by name; a whole program by its own
   * where it could not be had (findings/missed-sources.ts knows under which sources each finds).
   */
  missing: string[];
}

/**
 * The port to all analysers. Never rejects but for an aborted signal; calls `early` each time that some of them are done
 * while slower ones go on, with all that was found so far. The newest text of a `key` (a file) replaces one that still waits, and both
 * callers get its analysis.
 */
export interface Analysers {
  analyse(
    key: string,
    input: AnalysisInput,
    options?: { signal?: AbortSignal; early?: (analysis: Analysis) => void },
  ): Promise<Analysis>;
  /** Ends the child processes. Idempotent. */
  stop(): Promise<void>;
}
