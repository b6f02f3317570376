import { expect, test } from "vitest";
import * as Y from "yjs";
import { DISMISSED_FINDINGS_MAX } from "@/lib/contracts/limits";
import { seededRandom, testSeed } from "@/test-support/random";
import type { Problem } from "../problem";
import { anchorProblems } from "./anchor-problems";
import { freezeText } from "./anchors";
import { placeFindings } from "./place-findings";
import type { FileFindings, FindingsChange, StoredFinding } from "./ports";
import { reconcile } from "./reconcile";

const SEED = testSeed();
const file = (findings: StoredFinding[]): FileFindings => ({
  ...{ fileId: 1, name: "a", language: "b", analysis: null, revision: 0 },
  findings,
});

/** Every `bug` of a text, of one rule. */
function problemsIn(text: string): Problem[] {
  return text.split("\n").flatMap((line, n) =>
    [...line.matchAll(/bug/g)].map(({ index }) => ({
      ...{
        source: "s",
        rule: "r",
        category: "bug",
        severity: "error",
        message: "A bug.",
        url: null,
        fix: null,
      },
      start: { line: n + 1, column: index + 1 },
      end: { line: n + 1, column: index + 4 },
    })),
  );
}

let ids = 0;
function changed(findings: readonly StoredFinding[], change: FindingsChange | null): StoredFinding[] {
  if (change === null) return [...findings];
  const { insert = [], update = [], remove = [] } = change;
  const rows = findings
    .filter(({ id }) => !remove.includes(id))
    .map((row) => update.find(({ id }) => id === row.id) ?? row);
  for (const one of insert) {
    ids += 1;
    rows.push({ ...one, id: ids, status: "open", appliedBy: null });
  }
  return rows;
}

function analyse(text: Y.Text, findings: StoredFinding[], version: number): StoredFinding[] {
  const frozen = freezeText(text, version);
  const placed = placeFindings(text, findings);
  const of = (what: "changed" | "gone") =>
    new Set(placed.filter((one) => one[what]).map(({ stored }) => stored.id));
  const found = anchorProblems(frozen, problemsIn(frozen.text));
  return changed(
    findings,
    reconcile(file(findings), {
      ...{
        version,
        as: "b a",
        found,
        early: false,
        anew: false,
        missing: [],
        changed: of("changed"),
        gone: of("gone"),
      },
    }),
  );
}

test(`each finding keeps its id as long as its characters stand, whatever is typed around it (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const pick = (below: number) => Math.floor(random() * below);
  const text = new Y.Doc().getText("content");
  text.insert(0, "bug\nbug bug\n".repeat(5));
  let findings = analyse(text, [], 1);
  for (let version = 2; version < 300; version += 1) {
    const roll = random();
    if (roll < 0.5) text.insert(pick(text.length + 1), ["x", "\n", " ", "bug", "bug\n"][pick(5)] ?? "");
    else text.delete(pick(text.length), 1);
    if (random() < 0.2) {
      const row = findings[pick(findings.length)];
      if (row !== undefined) row.status = "dismissed";
    }
    const before = structuredClone(findings);
    findings = analyse(text, findings, version);
    const wanted = problemsIn(text.toString()).map(placeOf).sort();
    const now = new Map(
      placeFindings(text, findings).map(({ stored, live }) => [stored.id, { stored, live }]),
    );
    expect(new Set(findings.map(({ key }) => key)).size).toBe(findings.length);
    expect([...now.values()].map(({ live }) => placeOf(live))).toEqual(expect.arrayContaining(wanted));
    const standing = placeFindings(text, before).filter(({ changed: other }) => !other);
    for (const { stored, live } of standing) {
      // Where one was dismissed, changed, found anew, and now looks as before, two stand at the same place.
      const alone = standing.filter((one) => placeOf(one.live) === placeOf(live)).length === 1;
      if (!alone || !wanted.includes(placeOf(live))) continue;
      const same = now.get(stored.id);
      expect([same?.stored.status, same && placeOf(same.live)]).toEqual([stored.status, placeOf(live)]);
    }
  }
});

const placeOf = ({ start }: Pick<Problem, "start">) => `${start.line}:${start.column}`;

test("what was dismissed is kept while it is not found, the newest of it; an older analysis changes nothing", () => {
  const text = new Y.Doc().getText("content");
  text.insert(0, "bug\n");
  const [row] = analyse(text, [], 1);
  if (row === undefined) throw new Error("nothing was found");
  const many = Array.from(
    { length: DISMISSED_FINDINGS_MAX + 3 },
    (_, n): StoredFinding => ({
      ...row,
      ...{ id: n + 1, key: String(n), status: "dismissed" },
    }),
  );
  const analysed = {
    as: "b a",
    found: [],
    early: false,
    anew: false,
    missing: [],
    changed: new Set<number>(),
    gone: new Set<number>(),
  };
  expect(reconcile(file(many), { ...analysed, version: 2 })?.remove).toEqual([1, 2, 3]);
  const done = { ...file([row]), analysis: { version: 5, as: "b a", at: new Date(), missing: [] } };
  expect(reconcile(done, { ...analysed, version: 4 })).toBeNull();
  expect(reconcile(done, { ...analysed, version: 5 })?.remove).toEqual([row.id]);
  expect(reconcile({ ...done, findings: [] }, { ...analysed, version: 5 })).toBeNull();
  expect(reconcile({ ...done, findings: [] }, { ...analysed, version: 5, anew: true })).not.toBeNull();
});

test("a text too large for the analysers, or one whose program cannot be had, takes away no finding", () => {
  const text = new Y.Doc().getText("content");
  text.insert(0, "bug\n");
  const rows = analyse(text, [], 1).map((row) => ({ ...row, source: "ruff" }));
  const without = (missing: string[]) =>
    reconcile(file(rows), {
      ...{ version: 2, as: "b a", found: [], early: false, anew: false, missing },
      ...{ changed: new Set<number>(), gone: new Set<number>() },
    })?.remove;
  expect(without(["wasm"])).toEqual([]);
  expect(without([])).toEqual(rows.map(({ id }) => id));
});
