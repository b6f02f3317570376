import { isDeepStrictEqual } from "node:util";
import { ASSISTANT_FINDINGS_MAX, DISMISSED_FINDINGS_MAX } from "@/lib/contracts/limits";
import { hashText } from "./anchor-problems";
import { anchorName } from "./anchors";
import { CODE_RUN } from "./code-run-finding";
import { mayBeMissed } from "./missed-sources";
import type { FileFindings, FindingsChange, NewFinding, StoredFinding } from "./ports";

/** What an analysis found, beside what was kept. */
export interface Analysed {
  version: number;
  /** Language and name. */
  as: string;
  found: readonly NewFinding[];
  /** Only the fast analysers were done: what is not found may still be. */
  early: boolean;
  /** Analysers that did not come to an end, and programs that could not be had. */
  missing: readonly string[];
  /** Somebody asked for it: that it was done is told in any case. */
  anew: boolean;
  /** Ids of findings whose text has changed by this version, or is gone. */
  changed: ReadonlySet<number>;
  gone: ReadonlySet<number>;
}

/** What an analysis changes of what is kept; null: nothing. What a newer analysis has found stays. */
export function reconcile(kept: FileFindings, analysed: Analysed): FindingsChange | null {
  const { version, as, found, early, missing } = analysed;
  const done = kept.analysis;
  if (done !== null && done.version > version) return null;
  const known = knownAmong(kept.findings, found);
  const insert = found.filter((one) => !known.has(one)).map((one) => ({ ...one, run: null, version }));
  const update = [...known].flatMap(([one, row]) => foundAgain(row, one, version));
  const again = new Set(known.values());
  const keys = new Set(found.map(({ key }) => key));
  const remove = kept.findings
    .filter((row) => !again.has(row) && (keys.has(row.key) || isOver(row, analysed)))
    .map(({ id }) => id);
  remove.push(...beyond(kept.findings, ({ status }) => status === "dismissed", DISMISSED_FINDINGS_MAX));
  const changes = insert.length + update.length + remove.length > 0;
  if (early) return changes ? { insert, update, remove } : null;
  if (!changes && !analysed.anew && done?.version === version && done.as === as) return null;
  return { analysis: { version, as, missing: [...missing] }, insert, update, remove };
}

/**
 * Which of the found were found before: of the same rule at the same characters, whatever became of the rest of their
 * line; else with the same key, such as in a line that was cut and pasted.
 */
function knownAmong(
  rows: readonly StoredFinding[],
  found: readonly NewFinding[],
): Map<NewFinding, StoredFinding> {
  const left = new Set(rows.filter(({ run }) => run === null));
  const known = new Map<NewFinding, StoredFinding>();
  const pair = (one: NewFinding, row: StoredFinding | undefined) => {
    if (row !== undefined && left.delete(row)) known.set(one, row);
  };
  const places = new Map<string, StoredFinding[]>();
  for (const row of left) places.set(placeOf(row), [...(places.get(placeOf(row)) ?? []), row]);
  for (const one of found) {
    const there = (places.get(placeOf(one)) ?? []).filter((row) => left.has(row));
    pair(one, there.find(({ key }) => key === one.key) ?? there[0]);
  }
  const keys = new Map([...left].map((row) => [row.key, row]));
  for (const one of found) if (!known.has(one)) pair(one, keys.get(one.key));
  return known;
}

const placeOf = ({ source, rule, anchor, textHash }: NewFinding): string =>
  [source, rule, textHash, anchorName(anchor)].join("\n");

/** What two runs say of the same place, in whichever words; notes about the whole file are told apart by theirs. */
const sayingOf = (one: NewFinding): string =>
  one.textHash === NO_TEXT ? `${placeOf(one)}\n${one.message}` : placeOf(one);
const NO_TEXT = hashText("");

/** The same finding once more: its row where something of it is new. A dismissal stays; what was applied did not help. */
function foundAgain(row: StoredFinding, one: NewFinding, version: number): StoredFinding[] {
  if (row.status === "applied" && version < row.version) return [];
  const next: StoredFinding = { ...row, ...one };
  if (row.status === "applied") Object.assign(next, { status: "open", appliedBy: null, version });
  return isDeepStrictEqual(next, row) ? [] : [next];
}

/** Whether a row that was not found again goes. */
function isOver(row: StoredFinding, { version, early, missing, changed, gone }: Analysed): boolean {
  if (row.status === "dismissed") return false;
  if (row.run === CODE_RUN) return row.status === "open" && changed.has(row.id); // its line was edited since
  if (row.run !== null) return row.status === "open" && gone.has(row.id);
  if (row.status === "applied") return !early && version >= row.version;
  return changed.has(row.id) || !(early || mayBeMissed(row.source, missing));
}

/** The oldest of those that are too many. */
function beyond(rows: readonly StoredFinding[], of: (row: StoredFinding) => boolean, max: number): number[] {
  const ids = rows.filter(of).map(({ id }) => id);
  return ids.sort((a, b) => a - b).slice(0, Math.max(0, ids.length - max));
}

/** What a run of the model adds: what an earlier one found in the same place goes, and what was dismissed there stays so. */
export function addOfRun(
  { findings }: FileFindings,
  run: number,
  version: number,
  found: readonly NewFinding[],
): FindingsChange | null {
  const known = new Set(findings.filter((row) => row.run === run).map(({ key }) => key));
  const earlier = findings.filter((row) => row.run !== null && row.run !== run);
  const placesOf = (status: StoredFinding["status"]) =>
    new Set(earlier.filter((row) => row.status === status).map(sayingOf));
  const dismissed = placesOf("dismissed");
  const insert = found
    .filter((one) => !known.has(one.key) && !dismissed.has(sayingOf(one)))
    .map((one) => ({ ...one, run, version }));
  if (insert.length === 0) return null;
  const inserted = new Set(insert.map(sayingOf));
  const again = earlier.filter((row) => row.status === "open" && inserted.has(sayingOf(row)));
  const others = findings.filter((row) => row.run !== null && !again.includes(row));
  const remove = beyond(others, () => true, ASSISTANT_FINDINGS_MAX - insert.length);
  return { insert, remove: [...again.map(({ id }) => id), ...remove] };
}
