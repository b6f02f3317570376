import type { LiveEngine } from "@/lib/collab/types";
import { AppError, fileNotFound } from "@/lib/errors";
import type { Analysers, Analysis } from "../problem";
import { anchorProblems } from "./anchor-problems";
import { type FrozenText, freezeText } from "./anchors";
import { placeFindings, plainFinding } from "./place-findings";
import type { FileFindings, FindingStore, Findings } from "./ports";
import { reconcile } from "./reconcile";
import type { Changed, Telling } from "./telling";
import { createSharedWork } from "./turns";
import { isUnchecked } from "./unchecked-files";

interface AnalysisDeps {
  engine: LiveEngine;
  store: FindingStore;
  analysers: Analysers;
  telling: Telling;
}

/** How often a text is analysed anew for one caller while a newer one takes its place. */
const TRIES = 5;

const asOf = ({ name, language }: FileFindings): string => `${language} ${name}`;

/** Analysing one file, as it is when it is asked for. */
export interface FileAnalysis {
  /**
   * Analyses the text of now; `onEarly` is called when what is found fast was told, at most once. A run of a newer text may
   * begin then: what this one still finds is added to what that has told. Throws `not_found`, `unavailable`.
   */
  run(fileId: number, onEarly: () => void): Promise<void>;
  /** The next run looks through the text also where that was done. */
  forget(fileId: number): void;
  diagnose: Findings["diagnose"];
  /** Whether what is kept is what analysers say of this version. */
  isDone(kept: FileFindings, version: number): boolean;
}

export function createAnalysis({ engine, store, analysers, telling }: AnalysisDeps): FileAnalysis {
  /** Files that are to be analysed once more. */
  const anew = new Set<number>();
  const isDone = ({ analysis, ...file }: FileFindings, version: number) =>
    analysis !== null && analysis.version >= version && analysis.as === asOf({ analysis, ...file });

  /** The newest version of a file whose fast analysers have told theirs, while slower ones are at work. */
  const newest = new Map<number, number>();

  /** Answers what is kept of a version that is not older than the call; null: a newer text took its place. */
  const once = async (fileId: number, onEarly: () => void): Promise<FileFindings | null> => {
    const kept = await store.read(fileId);
    if (kept === null) throw fileNotFound();
    if (isUnchecked(kept)) return kept;
    const frozen = await engine.read(fileId, freezeText, kept.analysis?.version);
    const isAnew = anew.delete(fileId);
    if (!isAnew && isDone(kept, frozen.version)) return kept;
    const { name, language } = kept;
    const { version, text } = frozen;
    const isOvertaken = () => (newest.get(fileId) ?? 0) > version;
    let early: Promise<unknown> = Promise.resolve();
    const settle = (found: Analysis, isEarly: boolean) =>
      keep(kept, frozen, found, { early: isEarly, anew: isAnew });
    const tellEarly = (found: Analysis) => {
      if (found.text !== text) return;
      if (!isOvertaken()) newest.set(fileId, version);
      early = Promise.allSettled([early, settle(found, true)]).then(onEarly); // the last one tells of failures
    };
    try {
      const input = { name, language, text };
      const analysis = await analysers.analyse(String(fileId), input, { early: tellEarly });
      await early;
      if (analysis.text !== text) return null;
      const overtaken = isOvertaken();
      const changed = await settle(analysis, overtaken);
      return overtaken || changed === null ? null : changed.stored;
    } finally {
      if (newest.get(fileId) === version) newest.delete(fileId);
    }
  };

  /** Null: nothing is new in what was found `early`. */
  const keep = async (
    before: FileFindings,
    frozen: FrozenText,
    { problems, missing }: Analysis,
    how: { early: boolean; anew: boolean },
  ): Promise<Changed | null> => {
    const found = anchorProblems(frozen, problems);
    const { fileId } = before;
    const placed = await engine.read(fileId, (text) => placeFindings(text, before.findings), frozen.version);
    const ids = (of: "changed" | "gone") =>
      new Set(placed.filter((one) => one[of]).map(({ stored }) => stored.id));
    const analysed = { version: frozen.version, as: asOf(before), found, ...how, missing };
    const decide = (kept: FileFindings) =>
      reconcile(kept, { ...analysed, changed: ids("changed"), gone: ids("gone") });
    if (how.early && decide(before) === null) return null;
    return telling.change(fileId, decide);
  };

  const analysed = createSharedWork(async (fileId) => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const kept = await once(fileId, () => undefined);
      if (kept !== null) return kept;
    }
    throw new AppError("unavailable", "The text changes too fast to be analysed. Try again in a moment.");
  });
  return {
    run: async (fileId, onEarly) => void (await once(fileId, onEarly)),
    forget: (fileId) => void anew.add(fileId),
    isDone,
    async diagnose(fileId, from) {
      await engine.read(fileId, () => undefined, from); // another process may have gone on
      const kept = await analysed(fileId);
      const ofAnalysers = kept.findings.filter((row) => row.run === null);
      const placed = await engine.read(
        fileId,
        (text) => placeFindings(text, ofAnalysers),
        kept.analysis?.version,
      );
      const items = placed.filter(({ stored, gone }) => !gone && stored.status !== "applied");
      return {
        items: items.map(({ live }) => plainFinding(live)),
        analyzedAt: kept.analysis?.at ?? new Date(),
      };
    },
  };
}
