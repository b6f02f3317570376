import type { AssistAction, AssistRun, Usage } from "@/lib/contracts/assist";
import type { Findings } from "../findings/ports";

/** A run before it has an id. */
export interface NewRun {
  fileId: number;
  userId: number;
  action: AssistAction;
  question: string | null;
  selection: AssistRun["selection"];
  model: string;
  read: AssistRun["read"];
  /** Of all that the answer depends on. */
  key: string;
}

/** What may be asked; null: without limit. */
export interface RunLimits {
  perPersonAndHour: number | null;
  perFileAndHour: number | null;
  dailyTokens: number;
  maxConcurrent: number;
}

/** Why a run did not begin. */
export type RunRefusal =
  | { why: "off" }
  /** Somebody's question is being answered in this file. */
  | { why: "busy"; by: string }
  | { why: "person" | "file" | "tokens"; retryAfterSeconds: number }
  /** So many are being answered in other files. */
  | { why: "server"; running: number };

export interface RunEnd {
  status: "done" | "stopped" | "failed";
  text: string;
  findingIds: readonly number[];
  usage: Usage | null;
  detail: string | null;
}

/** A run whose process ended without a word. */
export interface LostRun {
  id: number;
  fileId: number;
}

/**
 * What is kept of runs. At most one of a file runs at a time, over all processes: the database sees to it, and a lease
 * that its process must renew tells one that has died.
 */
export interface RunRepository {
  /**
   * Begins a run, if it may: `tokens` is the most it may cost. Throws `not_found`, `forbidden`, judged in the same
   * transaction. Lost runs (`endLost`) still count.
   */
  begin(run: NewRun, tokens: number, limits: RunLimits): Promise<AssistRun | RunRefusal>;
  /** A run that is over as soon as it begins, since its answer was known. Counts for no limit. */
  replay(run: NewRun, end: RunEnd): Promise<AssistRun>;
  /** The answer to the very same question in this file, if it was whole; null: there is none. */
  findAnswered(fileId: number, key: string): Promise<AssistRun | null>;
  /** Keeps how far it is, and renews the lease. Null: it runs no more, or its file is gone. */
  save(runId: number, text: string, findingIds: readonly number[]): Promise<{ stopBy: string | null } | null>;
  /** Which of these are to be stopped, and by whom. */
  stopsAmong(runIds: readonly number[]): Promise<{ id: number; stopBy: string }[]>;
  /** False: it was over already. `tokens`: what it cost. */
  end(runId: number, end: RunEnd, tokens: number): Promise<boolean>;
  /** Asks whichever process runs it to stop it. False: it does not run in this file. */
  requestStop(fileId: number, runId: number, by: string): Promise<boolean>;
  /** Ends those whose lease has run out, and answers them. */
  endLost(): Promise<LostRun[]>;
  /** The newest of a file, oldest first. */
  list(fileId: number): Promise<AssistRun[]>;
  isEnabled(fileId: number): Promise<boolean>;
  /** Throws `not_found`, `forbidden`. */
  setEnabled(fileId: number, by: number, enabled: boolean): Promise<void>;
}

/** What runs need of findings. */
export type RunFindings = Pick<Findings, "freeze" | "addOfRun" | "open">;
