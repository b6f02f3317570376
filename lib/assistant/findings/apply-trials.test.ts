import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { materialise } from "@/lib/collab/file-document";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { isAppError } from "@/lib/errors";
import { type EngineClient, joinEngine } from "@/test-support/engine";
import { createWorld, type FindingsProcess, startFindings } from "@/test-support/findings";
import { seededRandom, testSeed } from "@/test-support/random";
import type { Problem } from "../problem";
import { applyFix } from "./apply-fix";
import { createLineIndex } from "./line-index";

/**
 * One applies fixes, in the own page or over REST, while two others type: near by, elsewhere, and unheard. What is right is
 * worked out with Yjs' own positions.
 */
const SEED = testSeed();
const TRIALS = 1_000;
const TRIALS_A_FILE = 50;
const [APPLIER, ...OTHERS] = [1, 2, 3];
const LETTERS = ["α", "β\n", "😀", "γδε", "\n\n", " "];

type Edit = [start: number, end: number, insert: string];

const world = createWorld(APPLIER);
const random = seededRandom(SEED);
const pick = (below: number) => Math.floor(random() * below);
let served: FindingsProcess;
let fileId: number;
let page: EngineClient;
let others: EngineClient[] = [];

beforeAll(() => {
  served = startFindings(world, { bounds: { windowMax: 1 } });
});
afterAll(() => served.stop());

/** A new file with all three in it: in one that grows and grows each trial would take longer. */
async function begin(): Promise<void> {
  if (others.length > 0) for (const { connection } of [page, ...others]) connection.disconnected();
  fileId = world.memory.createFile(APPLIER, served.engine.seed("# \n".repeat(30)));
  for (const id of OTHERS) world.memory.setRole(fileId, id, "collaborator");
  page = await joinEngine(served.engine, fileId, APPLIER);
  others = await Promise.all(OTHERS.map((id) => joinEngine(served.engine, fileId, id)));
}

const shown = () => page.text.toString();
const settled = async () => {
  const { text } = await served.engine.readText(fileId);
  await vi.waitFor(
    () => expect([page, ...others].map((one) => one.text.toString())).toEqual([text, text, text]),
    {
      interval: 1,
    },
  );
};

/** One edit, in the middle of things or anywhere; never half a character, since strings are compared. */
function type({ edit }: EngineClient, near: string) {
  return edit((text) => {
    const content = text.toString();
    const found = content.indexOf(near);
    const at = random() < 0.5 && found >= 0 ? found - 4 + pick(near.length + 8) : pick(content.length);
    const place = Math.min(Math.max(0, at), content.length);
    if (random() < 0.4 && /^[ -~\n]/.test(content.slice(place))) text.delete(place, 1);
    else if (!/^[\udc00-\udfff]/.test(content.slice(place)))
      text.insert(place, LETTERS[pick(LETTERS.length)] ?? "");
  });
}

/** What is to be made of a word that is there once. */
function editsOf(at: number, word: string): Edit[] {
  const end = at + word.length;
  const kinds: Edit[][] = [
    [[at, at + 3, "the"]],
    [[end, end, ";"]],
    [
      [at, at, "("],
      [end, end, ");"],
    ],
    [
      [at, at + 3, "the"],
      [end, end, ";"],
    ],
    [[at, end + 1, ""]],
    [[at, end, `${word}\n${word}`]],
  ];
  return kinds[pick(kinds.length)] ?? [];
}

/** What a fix must make of a document that goes on from this text; null: it must be refused. */
function oracle(text: Y.Text, edits: readonly Edit[]): (now: Y.Text) => string | null {
  const content = text.toString();
  const places = edits.map(([start, end, insert]) => {
    // What only inserts at an edge is sought with what stands beside it, so that it is not made twice.
    const kept = content.slice(start, end);
    const inserts = insert.startsWith(kept) || insert.endsWith(kept);
    const [from, to] = inserts && insert !== "" ? [start - 1, end + 1] : [start, end];
    return {
      from: Y.createRelativePositionFromTypeIndex(text, from, 0),
      to: Y.createRelativePositionFromTypeIndex(text, to, -1),
      old: content.slice(from, to),
      wanted: content.slice(from, start) + insert + content.slice(end, to),
    };
  });
  return (now) => {
    let result = now.toString();
    for (const { from, to, old, wanted } of places.reverse()) {
      const [start, end] = [from, to].map((position) => indexIn(now, position));
      if (start === undefined || end === undefined || now.toString().slice(start, end) !== old) return null;
      result = result.slice(0, start) + wanted + result.slice(end);
    }
    return result;
  };
}

function indexIn({ doc }: Y.Text, position: Y.RelativePosition): number | undefined {
  return doc === null ? undefined : Y.createAbsolutePositionFromRelativePosition(position, doc)?.index;
}

function problemOf(content: string, edits: readonly Edit[]): Problem {
  const lines = createLineIndex(content);
  const made = edits.map(([start, end, text]) => ({
    start: lines.positionAt(start),
    end: lines.positionAt(end),
    text,
  }));
  const { start, end } = made[0] ?? { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const kind = { source: "assistant", rule: "fix", category: "bug", severity: "warning", url: null } as const;
  return { ...kind, message: "It is not right.", start, end, fix: { title: "Mend it", edits: made } };
}

async function textAt(version: number): Promise<Y.Text> {
  const loaded = await world.memory.load(fileId, version);
  if (loaded === null) throw new Error("there is no file");
  return materialise(loaded, { gc: false }, () => undefined).getText(CONTENT_ROOT);
}

/** In the page, which has heard some of what the others typed. */
async function applyInPage(fix: Parameters<typeof applyFix>[1], wanted: (now: Y.Text) => string | null) {
  const [before, expected] = [shown(), wanted(page.text)];
  const vector = Y.encodeStateVector(page.doc);
  const outcome = applyFix(page.text, fix, "fix");
  expect([outcome, shown()]).toEqual(expected === null ? ["stale", before] : ["applied", expected]);
  if (outcome === "applied") await page.send(Y.encodeStateAsUpdate(page.doc, vector));
  return outcome;
}

/** Over REST: among what the others send at the same time. */
async function applyOnServer(id: number, wanted: (now: Y.Text) => string | null) {
  const before = world.memory.rows(fileId).length;
  const refused = await served.findings.apply(fileId, id, { userId: APPLIER, username: "ada" }).then(
    () => null,
    (error: unknown) => error,
  );
  const rows = world.memory
    .rows(fileId)
    .slice(before)
    .filter(({ userId }) => userId === APPLIER);
  if (refused === null) {
    const [{ seq } = { seq: 0 }] = rows;
    expect(rows).toHaveLength(1);
    expect((await textAt(seq)).toString()).toBe(wanted(await textAt(seq - 1)));
    return "applied";
  }
  if (!isAppError(refused)) throw refused;
  expect([refused.code, rows]).toEqual(["conflict", []]);
  expect(refused.message).toMatch(/^The fix no longer fits: /);
  await settled();
  expect(wanted(page.text)).toBeNull();
  return "stale";
}

test(`${TRIALS} random fixes: at the right place or refused, never wrong (seed ${SEED})`, {
  timeout: 300_000,
}, async () => {
  const outcomes: Record<string, number> = {};
  for (let n = 0; n < TRIALS; n += 1) {
    if (n % TRIALS_A_FILE === 0) await begin();
    const word = `teh${n}x`;
    await page.edit((text) => text.insert(shown().indexOf("\n", pick(shown().length)) + 1, `\n  ${word} \n`));
    await settled();
    const edits = editsOf(shown().indexOf(word), word);
    const wanted = oracle(page.text, edits);
    const frozen = await served.findings.freeze(fileId);
    const [finding] = await served.findings.addOfRun(fileId, n, frozen, [problemOf(frozen.text, edits)]);
    if (finding?.fix == null) throw new Error("the fix was not kept");
    const typing = Array.from({ length: pick(8) }, () => type(others[pick(2)] ?? page, word));
    if (random() < 0.4) await Promise.all(typing);
    const road = random() < 0.5 ? "page" : "server";
    const outcome =
      road === "page" ? await applyInPage(finding.fix, wanted) : await applyOnServer(finding.id, wanted);
    outcomes[`${road} ${outcome}`] = (outcomes[`${road} ${outcome}`] ?? 0) + 1;
    await Promise.all(typing);
    await settled();
  }
  for (const least of ["page applied", "page stale", "server applied", "server stale"])
    expect(outcomes[least] ?? 0, least).toBeGreaterThan(TRIALS / 50);
});
