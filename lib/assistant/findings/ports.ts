import type {
  Anchor,
  Category,
  Finding,
  FindingStatus,
  LiveFinding,
  Severity,
} from "@/lib/contracts/findings";
import type { Problem } from "../problem";
import type { FrozenText } from "./anchors";
import type { CodeProblem } from "./code-run-finding";

/** One edit of a fix: it is made only while `replaces` stands between the anchors. */
export interface StoredEdit {
  anchor: Anchor;
  replaces: string;
  text: string;
}

/** A problem with what keeps its place and its name in the file. */
export interface NewFinding {
  /** The same in the next run: made of the rule, the text of the line and which of several it is there. */
  key: string;
  source: string;
  rule: string;
  category: Category;
  severity: Severity;
  message: string;
  url: string | null;
  anchor: Anchor;
  /** Hash of the text between the anchors. */
  textHash: string;
  fix: { title: string; edits: StoredEdit[] } | null;
}

export interface StoredFinding extends NewFinding {
  id: number;
  /** The run of the model that found it; CODE_RUN: running the file; null: an analyser. */
  run: number | null;
  status: FindingStatus;
  /** The name of who applied it; null: it is not applied. */
  appliedBy: string | null;
  /** The version of the text at which it was found, or was given its status; the next one where a page applied its fix. */
  version: number;
}

/** What is kept of a file's findings, of every status. */
export interface FileFindings {
  fileId: number;
  name: string;
  language: string;
  /** The last analysis: of which version, as what (language and name), when, without which analysers. Null: none yet. */
  analysis: { version: number; as: string; at: Date; missing: string[] } | null;
  /** Grows with each change. */
  revision: number;
  findings: StoredFinding[];
}

export interface FindingsChange {
  analysis?: { version: number; as: string; missing: string[] };
  insert?: (NewFinding & Pick<StoredFinding, "run" | "version">)[];
  /** By id, all of it but what an id stands for. */
  update?: StoredFinding[];
  remove?: number[];
}

export interface FindingStore {
  /** Null: there is no such file. */
  read(fileId: number): Promise<FileFindings | null>;
  /**
   * Changes a file's findings in one transaction, one caller after the other: `decide` is given what is kept now, and
   * answers null to leave it. Answers what is kept then; null: there is no such file.
   */
  change(fileId: number, decide: (kept: FileFindings) => FindingsChange | null): Promise<FileFindings | null>;
}

/** Who does something to a finding. */
export interface Person {
  userId: number;
  username: string;
}

/** Findings of files, for REST, live connections and the model. Throws AppError: `not_found`, `conflict`, `unavailable`. */
export interface Findings {
  /** The text as it is now, to be read by whoever makes findings in it (`addOfRun`). */
  freeze(fileId: number): Promise<FrozenText>;
  /**
   * Adds what a run of the model has found in `frozen`: problems of source `assistant`, kept besides those of analysers
   * until they are applied or dismissed, or their text is gone. Everybody in the file is told. Answers those that were
   * added, in order; past ASSISTANT_FINDINGS_MAX the oldest go.
   */
  addOfRun(
    fileId: number,
    run: number,
    frozen: FrozenText,
    problems: readonly Problem[],
  ): Promise<LiveFinding[]>;
  /** Where running the file has failed now, in place of where it did before; null: it has not. Everybody is told. */
  replaceOfRun(fileId: number, problem: CodeProblem | null): Promise<void>;
  /** What is open now, without analysing anything. */
  open(fileId: number): Promise<Finding[]>;
  /**
   * What the analysers find in the text as it is now, of version `from` at least: a number that it has reached. Analyses
   * it when that was not done yet.
   */
  diagnose(fileId: number, from: number): Promise<{ items: Finding[]; analyzedAt: Date }>;
  /** Null: no such finding in this file. */
  find(fileId: number, id: number): Promise<StoredFinding | null>;
  /**
   * Makes the fix as an edit of this account, and says so to everybody. Throws `conflict` when it no longer fits, or
   * somebody has applied it.
   */
  apply(fileId: number, id: number, by: Person): Promise<Finding>;
  /**
   * Marks a finding, for everybody and for good. `applied`: the page is about to make the edit itself, which only the
   * first who asks may; others get `conflict`.
   */
  mark(fileId: number, id: number, status: FindingStatus, by: Person): Promise<Finding>;
  /** Ends its timers; analyses under way are left to end by themselves. Idempotent. */
  stop(): void;
}
