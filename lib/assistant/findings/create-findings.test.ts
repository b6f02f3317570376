import { isDeepStrictEqual } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { EngineBounds } from "@/lib/collab/bounds";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { FindingsEvent } from "@/lib/contracts/findings";
import { type EngineClient, joinEngine } from "@/test-support/engine";
import {
  createSpellingAnalysers,
  createWorld,
  type FindingsProcess,
  QUICK,
  type SpellingAnalysers,
  startFindings,
} from "@/test-support/findings";
import { seededRandom } from "@/test-support/random";
import { type SimulatedWires, simulateWires } from "@/test-support/simulated-wire";
import type { Problem } from "../problem";
import type { ScheduleTimes } from "./schedule";

/** Findings of a file on one or two processes, with a small analyser that does run. */
const [OWNER, EDITOR, VIEWER] = [1, 2, 3];
const BOUNDS: Partial<EngineBounds> = { retryLoad: 10, windowMax: 1 };

let world: ReturnType<typeof createWorld>;
let wires: SimulatedWires;
let started: FindingsProcess[];
let fileId: number;

beforeEach(() => {
  world = createWorld(OWNER);
  wires = simulateWires(seededRandom(1), { away: false, dropped: 0, slowest: 0 });
  started = [];
});
afterEach(async () => {
  for (const one of started) await one.stop();
});

function start(
  text = "teh\n",
  { analysers = world.analysers, ...options }: StartOptions = {},
): FindingsProcess {
  const one = startFindings({ ...world, analysers }, { wire: wires.connect(), bounds: BOUNDS, ...options });
  if (started.length === 0) {
    fileId = world.memory.createFile(OWNER, one.engine.seed(text));
    world.memory.setRole(fileId, EDITOR, "collaborator");
    world.memory.setRole(fileId, VIEWER, "viewer");
  }
  started.push(one);
  return one;
}

interface StartOptions {
  times?: ScheduleTimes;
  analysers?: SpellingAnalysers;
}

const join = ({ engine }: FindingsProcess, userId = OWNER) => joinEngine(engine, fileId, userId);
const events = ({ told }: EngineClient): FindingsEvent[] =>
  told.flatMap(({ name, payload }) => (name === "findings" ? [payload] : []));
const newest = (client: EngineClient) => events(client).at(-1);
const items = (client: EngineClient) => newest(client)?.items ?? [];
const found = (client: EngineClient) => items(client).map(({ message, start }) => `${start.line} ${message}`);
const analyses = () => world.analysers.texts.length;
const type = (client: EngineClient, at: number, what: string, remove = 0) =>
  client.edit((text) => {
    text.delete(at, remove);
    text.insert(at, what);
  });
/** Nothing more comes: whatever is due or under way is done. */
const quiet = async () => {
  for (let before = -1; before !== analyses(); ) {
    before = analyses();
    await new Promise((resolve) => setTimeout(resolve, QUICK.fallback + 100));
  }
};

describe("what is told", () => {
  test("who joins a file that was not analysed gets what there is, and then what was found", async () => {
    const here = start("a teh\nlet x = 1\n");
    const ada = await join(here);
    await vi.waitFor(() => expect(events(ada)).toHaveLength(2));
    expect(events(ada)[0]).toEqual({
      revision: 0,
      version: 0,
      analyzed_at: null,
      items: [],
      applied: [],
      missing: [],
    });
    expect(newest(ada)).toMatchObject({ revision: 1, version: 1, analyzed_at: expect.any(String) });
    const [spelling, semicolon] = items(ada);
    expect(spelling).toMatchObject({
      ...{ source: "spelling", rule: "the", category: "style", severity: "error", status: "open" },
      ...{ start: { line: 1, column: 3 }, end: { line: 1, column: 6 } },
      fix: { title: "Write it", edits: [{ replaces: "teh", text: "the" }] },
    });
    expect(semicolon).toMatchObject({
      start: { line: 2, column: 1 },
      fix: { edits: [{ replaces: "1\n", text: "1;\n" }] },
    });
    const ben = await join(here, VIEWER);
    await vi.waitFor(() => expect(events(ben)).toEqual([newest(ada)]));
    await quiet();
    expect(analyses()).toBe(1);
  });

  test("after a pause everybody hears what was typed, once, and each finding keeps its id and its place", async () => {
    const here = start();
    const [ada, ben] = [await join(here), await join(here, VIEWER)];
    await vi.waitFor(() => expect(found(ada)).toEqual(["1 `teh`"]));
    const [first] = items(ada);
    for (const letter of "\n\nlet y") await type(ada, 0, letter);
    await type(ada, ada.text.length, "and teh");
    await vi.waitFor(() => expect(found(ada)).toEqual(["3 `teh`", "4 `teh`", "1 `y tel`"].slice(0, 2)));
    expect(items(ada).find(({ id }) => id === first?.id)).toMatchObject({ start: { line: 3, column: 1 } });
    await vi.waitFor(() => expect(newest(ben)).toEqual(newest(ada)));
    await quiet();
    expect(analyses()).toBeLessThanOrEqual(4);
    expect(newest(ada)?.version).toBe((await here.engine.readText(fileId)).version);
  });

  test("while somebody types on it is analysed all the same, and the fast part comes first", async () => {
    const here = start();
    const ada = await join(here);
    await vi.waitFor(() => expect(analyses()).toBe(1));
    let letGo: (() => void) | undefined;
    world.analysers.slow = () => new Promise((resolve) => (letGo = resolve));
    let stopped = false;
    const typing = (async () => {
      for (let n = 0; !stopped; n += 1) {
        await type(ada, n === 0 ? 0 : ada.text.length, n === 0 ? "let z = 1\nteh " : ".");
        await new Promise((resolve) => setTimeout(resolve, QUICK.pauseLeast / 4));
      }
    })();
    await vi.waitFor(() => expect(found(ada)).toEqual(["2 `teh`", "2 `teh`"]), { timeout: 3_000 });
    stopped = true;
    await typing;
    letGo?.();
    world.analysers.slow = null;
    await vi.waitFor(() => expect(found(ada).at(-1)).toMatch(/let z = 1/));
  });

  test("a newer text is not kept waiting by what is slow in an older one, whose findings take none of its own away", async () => {
    const here = start("let a = 1\n");
    const ada = await join(here);
    await vi.waitFor(() => expect(found(ada)).toEqual(["1 `let a = 1`"]));
    const slow: (() => void)[] = [];
    world.analysers.slow = () => new Promise((resolve) => slow.push(resolve));
    await type(ada, 10, "let b = 2\n");
    await vi.waitFor(() => expect(slow).toHaveLength(1));
    await type(ada, 20, "teh\n");
    await vi.waitFor(() => expect(found(ada)).toEqual(["3 `teh`", "1 `let a = 1`"]));
    slow[0]?.();
    await vi.waitFor(() => expect(found(ada)).toEqual(["3 `teh`", "1 `let a = 1`", "2 `let b = 2`"]));
    const told = events(ada).length;
    slow[1]?.();
    await vi.waitFor(() => expect(newest(ada)?.version).toBe(3));
    expect(events(ada)).toHaveLength(told + 1);
    expect(found(ada)).toHaveLength(3);
  });

  test("what is mended is gone, what its analyser could not look at stays as long as its text does", async () => {
    const here = start("let a = 1\nlet b = 2\nteh\n");
    const ada = await join(here);
    await vi.waitFor(() => expect(found(ada)).toEqual(["3 `teh`", "1 `let a = 1`", "2 `let b = 2`"]));
    world.analysers.missing = ["semicolon"];
    await type(ada, 20, "", 3);
    await type(ada, 9, ";");
    await vi.waitFor(() => expect(found(ada)).toEqual(["1 `let a = 1`", "2 `let b = 2`"]));
    await type(ada, 4, "x", 1);
    await vi.waitFor(() => expect(found(ada)).toEqual(["2 `let b = 2`"]));
    world.analysers.missing = [];
    await type(ada, 0, "// ");
    await vi.waitFor(() => expect(found(ada)).toEqual(["2 `let b = 2`"]));
    await type(ada, ada.text.length, "", 0).then(() => type(ada, 22, ";"));
    await vi.waitFor(() => expect(found(ada)).toEqual([]));
  });
});

describe("what people do", () => {
  test("a dismissal is told to all and lasts: over edits elsewhere, other runs and restarts, until it is taken back", async () => {
    const here = start("teh\nteh\n");
    const [ada, ben] = [await join(here), await join(here, EDITOR)];
    await vi.waitFor(() => expect(found(ben)).toEqual(["1 `teh`", "2 `teh`"]));
    const [, second] = items(ada);
    const id = second?.id ?? 0;
    expect(await ada.ask("findings", { id, status: "dismissed" })).toEqual({ status: "dismissed" });
    await vi.waitFor(() => expect(found(ben)).toEqual(["1 `teh`"]));
    await type(ben, 0, "above\n");
    await vi.waitFor(() =>
      expect(newest(ben)).toMatchObject({ version: 2, items: [{ start: { line: 2 } }] }),
    );
    await type(ben, 6, "teh\n"); // one more of the same, above both
    await vi.waitFor(() => expect(found(ben)).toEqual(["2 `teh`", "3 `teh`"]));
    await type(ben, 14, "(also) ");
    await vi.waitFor(() => expect(newest(ben)).toMatchObject({ version: 4, items: [{}, {}] }));
    await type(ben, 6, "", 4);
    await vi.waitFor(() => expect(found(ben)).toEqual(["2 `teh`"]));
    expect(items(ben)[0]?.id).not.toBe(id);
    await here.stop();
    const again = start();
    const cleo = await join(again);
    await vi.waitFor(() => expect(found(cleo)).toEqual(["2 `teh`"]));
    expect(await cleo.ask("findings", { id, status: "open" })).toEqual({ status: "open" });
    await vi.waitFor(() => expect(items(cleo).map((one) => one.id)).toContain(id));
  });

  test("a page that has made the fix says so; a fix that did not help, or was undone, is open again", async () => {
    const here = start("teh\n");
    const ada = await join(here);
    await vi.waitFor(() => expect(found(ada)).toEqual(["1 `teh`"]));
    const id = items(ada)[0]?.id ?? 0;
    const [, marked] = await Promise.all([
      type(ada, 0, "the", 3),
      ada.ask("findings", { id, status: "applied" }),
    ]);
    expect(marked).toEqual({ status: "applied" });
    expect(found(ada)).toEqual([]);
    await quiet();
    expect(events(ada).slice(-1)[0]?.items).toEqual([]);
    await type(ada, 0, "teh", 3);
    await vi.waitFor(() => expect(found(ada)).toEqual(["1 `teh`"]));
  });

  test("of those who want to apply one fix at once, on two processes, one may; the others hear who, until an analysis", async () => {
    const [here, there] = [start("teh\n"), start()];
    const [ada, ben] = [await join(here), await join(here, EDITOR)];
    const people = [ada, ben, await join(there, EDITOR)];
    await vi.waitFor(() => expect(people.map(found)).toEqual(people.map(() => ["1 `teh`"])));
    const id = items(ada)[0]?.id ?? 0;
    const answers = await Promise.all(people.map((one) => one.ask("findings", { id, status: "applied" })));
    const first = answers.findIndex((answer) => isDeepStrictEqual(answer, { status: "applied" }));
    expect(first).toBeGreaterThanOrEqual(0);
    const by = `user-${first === 0 ? OWNER : EDITOR}`;
    const told = { error: { code: CLOSE_CODES.invalid, detail: `Already applied by ${by}.` } };
    expect(answers.filter((_, at) => at !== first)).toEqual([told, told]);
    await vi.waitFor(() => {
      for (const one of people)
        expect(newest(one)).toMatchObject({ items: [], applied: [{ id, title: "Write it", by }] });
    });
    // Its page could not make it after all: it is open again, for the next one.
    expect(await ada.ask("findings", { id, status: "open" })).toEqual({ status: "open" });
    await vi.waitFor(() => expect(newest(ben)).toMatchObject({ items: [{ id }], applied: [] }));
    expect(await ben.ask("findings", { id, status: "applied" })).toEqual({ status: "applied" });
    await type(ben, 0, "the", 3);
    await vi.waitFor(() => expect(newest(ada)).toMatchObject({ version: 2, items: [], applied: [] }));
  });

  test("what did not come to an end is told, and looked for once more when somebody asks", async () => {
    const here = start("let a = 1\n");
    world.analysers.missing = ["semicolon"];
    const [ada, vic] = [await join(here), await join(here, VIEWER)];
    await vi.waitFor(() => expect(newest(vic)).toMatchObject({ version: 1, missing: ["semicolon"] }));
    world.analysers.missing = [];
    expect(await vic.ask("findings_check", {})).toEqual({});
    await vi.waitFor(() => expect(newest(ada)).toMatchObject({ items: [{ rule: "missing" }], missing: [] }));
    const before = newest(ada)?.revision ?? 0;
    await vic.ask("findings_check", {});
    await vi.waitFor(() => expect(newest(ada)?.revision).toBe(before + 1));
    expect(analyses()).toBe(3);
  });

  test("nobody else may, and what is no finding of this file is none", async () => {
    const here = start("teh\n");
    const [ada, vic] = [await join(here), await join(here, VIEWER)];
    await vi.waitFor(() => expect(found(vic)).toEqual(["1 `teh`"]));
    const id = items(vic)[0]?.id ?? 0;
    expect(await vic.ask("findings", { id, status: "dismissed" })).toMatchObject({
      error: { code: CLOSE_CODES.removed },
    });
    const other = world.memory.createFile(OWNER, here.engine.seed("teh\n"));
    const elsewhere = await joinEngine(here.engine, other, OWNER);
    for (const [who, unknown] of [
      [ada, 99],
      [elsewhere, id],
    ] as const)
      expect(await who.ask("findings", { id: unknown, status: "dismissed" })).toMatchObject({
        error: { code: CLOSE_CODES.notFound },
      });
    for (const payload of [
      { id, status: "gone" },
      { id: "1", status: "open" },
      { id: 1.5, status: "open" },
    ])
      expect(await ada.ask("findings", payload)).toMatchObject({ error: { code: CLOSE_CODES.invalid } });
    expect(found(ada)).toEqual(["1 `teh`"]);
  });

  test("over REST a fix is one commit of who asked, or a clear no", async () => {
    const here = start("teh\nteh x\nlet a = 1\n");
    const ada = await join(here);
    await vi.waitFor(() => expect(items(ada)).toHaveLength(3));
    const ids = items(ada).map(({ id }) => id);
    const apply = (id = 0, userId = EDITOR) => here.findings.apply(fileId, id, { userId, username: "ben" });
    expect(await apply(ids[0])).toMatchObject({ id: ids[0], status: "applied", fix: { title: "Write it" } });
    expect(world.memory.textOf(fileId)).toBe("the\nteh x\nlet a = 1\n");
    expect(world.memory.rows(fileId).at(-1)).toMatchObject({ userId: EDITOR });
    await vi.waitFor(() => expect(ada.text.toString()).toBe(world.memory.textOf(fileId)));
    await expect(apply(ids[0])).rejects.toMatchObject({
      code: "conflict",
      message: "Already applied by ben.",
    });
    await type(ada, 6, "!");
    await expect(apply(ids[1])).rejects.toMatchObject({
      code: "conflict",
      message: "The fix no longer fits: line 2 has changed.",
    });
    await expect(apply(ids[2], VIEWER)).rejects.toMatchObject({ code: "forbidden" });
    await expect(apply(99)).rejects.toMatchObject({ code: "not_found" });
    const at = { line: 1, column: 1 };
    const note: Problem = {
      ...{ source: "assistant", rule: "note", category: "bug", severity: "info", url: "javascript:alert(1)" },
      ...{ message: "Look at this \ud800\0.", start: at, end: { line: 1, column: 4 }, fix: null },
    };
    const [added] = await here.findings.addOfRun(fileId, 7, await here.findings.freeze(fileId), [note]);
    expect(added).toMatchObject({ message: "Look at this �.", url: null });
    await expect(apply(added?.id)).rejects.toMatchObject({ code: "unprocessable" });
    const asked = await Promise.allSettled([apply(ids[2]), apply(ids[2])]);
    expect(asked.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(world.memory.textOf(fileId)).toBe("the\nte!h x\nlet a = 1;\n");
  });
});

describe("what the model finds", () => {
  const problem = (line: number, message: string): Problem => ({
    ...{
      source: "assistant",
      rule: "review",
      category: "bug",
      severity: "warning",
      message,
      url: null,
      fix: null,
    },
    ...{ start: { line, column: 1 }, end: { line, column: 4 } },
  });

  test("is kept beside what analysers find, moves with its text, and goes with it; the oldest make room", async () => {
    const here = start("one\ntwo\nteh\n");
    const ada = await join(here);
    await vi.waitFor(() => expect(found(ada)).toEqual(["3 `teh`"]));
    const frozen = await here.findings.freeze(fileId);
    await type(ada, 0, "zero\n"); // the model has not seen it
    const added = await here.findings.addOfRun(fileId, 1, frozen, [problem(2, "b"), problem(1, "a")]);
    expect(added.map(({ start, message }) => `${start.line} ${message}`)).toEqual(["2 a", "3 b"]);
    await vi.waitFor(() => expect(found(ada)).toEqual(["4 `teh`", "2 a", "3 b"]));
    expect(await here.findings.addOfRun(fileId, 1, frozen, [problem(2, "b")])).toHaveLength(1);
    await type(ada, 5, "", 4);
    await vi.waitFor(() => expect(found(ada)).toEqual(["3 `teh`", "2 b"]));
    await quiet();
    expect(world.store.kept(fileId).map(({ message }) => message)).toEqual(["`teh`", "b"]);
    const many = await here.findings.freeze(fileId);
    for (let run = 2; run < 60; run += 1)
      await here.findings.addOfRun(fileId, run, many, [{ ...problem(1, `${run}`), rule: `rule-${run}` }]);
    expect(world.store.kept(fileId).filter(({ run }) => run !== null)).toHaveLength(50);
    expect(items(ada)).toHaveLength(51);
  });
});

describe("several processes", () => {
  test("the one that committed last analyses, the others hear it", async () => {
    const own = createSpellingAnalysers();
    const times = {
      ...QUICK,
      pauseLeast: 300,
      pauseMost: 300,
      waitLeast: 1_500,
      waitMost: 1_500,
      fallback: 1_500,
    };
    const [one, two] = [start("teh\n", { times }), start("", { times, analysers: own })];
    const ada = await join(one);
    await vi.waitFor(() => expect(newest(ada)?.version).toBe(1));
    const ben = await join(two, EDITOR);
    const before = analyses();
    await type(ada, 0, "teh ");
    await vi.waitFor(() => expect(ben.text.toString()).toBe("teh teh\n"));
    await type(ben, 0, "let b\n");
    for (const client of [ada, ben])
      await vi.waitFor(() => expect(newest(client)).toMatchObject({ version: 3, items: [{}, {}, {}] }));
    await new Promise((resolve) => setTimeout(resolve, times.fallback + 200));
    expect([analyses(), own.texts.length]).toEqual([before, 1]);
    expect(await ben.ask("findings", { id: items(ben)[0]?.id, status: "dismissed" })).toHaveProperty(
      "status",
    );
    await vi.waitFor(() => expect(items(ada)).toHaveLength(2));
  });

  test("when that one dies before it has, another one does", async () => {
    const [one, two] = [start(), start()];
    const [ada, ben] = [await join(one), await join(two, EDITOR)];
    await vi.waitFor(() => expect(newest(ben)?.version).toBe(1));
    await quiet();
    await type(ada, 0, "teh ");
    one.findings.stop();
    await vi.waitFor(() => expect(newest(ben)).toMatchObject({ version: 2, items: [{}, {}] }));
  });
});

describe("when something is not there", () => {
  test("a file that nobody has open is analysed when it is asked for, and only once", async () => {
    const here = start("teh\n");
    await here.engine.replaceText({ fileId, userId: OWNER, content: "teh teh\n" });
    await quiet();
    expect(analyses()).toBe(0);
    expect(await here.findings.open(fileId)).toEqual([]);
    const { items: all, analyzedAt } = await here.findings.diagnose(fileId, 2);
    expect(all.map(({ start }) => start.column)).toEqual([1, 5]);
    expect(all[0]).not.toHaveProperty("anchor");
    expect(await here.findings.diagnose(fileId, 2)).toEqual({ items: all, analyzedAt });
    expect(await here.findings.open(fileId)).toEqual(all);
    expect(analyses()).toBe(1);
    await here.engine.replaceText({ fileId, userId: OWNER, content: "the teh\n" });
    expect((await here.findings.diagnose(fileId, 3)).items).toHaveLength(1);
  });

  test("another language is another analysis", async () => {
    const here = start();
    const ada = await join(here);
    await vi.waitFor(() => expect(newest(ada)?.version).toBe(1));
    world.store.language = "ruby";
    here.engine.fileRenamed(fileId, { name: "a.rb", language: "ruby" });
    await vi.waitFor(() => expect(analyses()).toBe(2));
    await quiet();
    expect(analyses()).toBe(2);
  });

  test("a language that no analyser knows is no work, until it is another one", async () => {
    const reads = vi.spyOn(world.store, "read");
    world.store.language = "plaintext";
    const here = start();
    const ada = await join(here);
    await vi.waitFor(() => expect(events(ada)).toHaveLength(1));
    const before = reads.mock.calls.length;
    for (let n = 0; n < 5; n += 1) {
      await type(ada, 0, "teh ");
      await quiet();
    }
    expect(reads.mock.calls.length).toBe(before);
    expect((await here.findings.diagnose(fileId, 6)).items).toEqual([]);
    expect(analyses()).toBe(0);
    world.store.language = "ruby";
    here.engine.fileRenamed(fileId, { name: "a.rb", language: "ruby" });
    await vi.waitFor(() => expect(items(ada)).toHaveLength(6));
    world.store.language = "plaintext";
    here.engine.fileRenamed(fileId, { name: "a.txt", language: "plaintext" });
    await type(ada, 0, "x");
    await vi.waitFor(() => expect(newest(ada)?.version).toBe(7));
  });

  test("a database that is away, or a file that is deleted meanwhile, ends an analysis and nothing else", async () => {
    const here = start();
    const ada = await join(here);
    await vi.waitFor(() => expect(found(ada)).toEqual(["1 `teh`"]));
    world.analysers.slow = async () => {
      world.store.away = true;
    };
    await type(ada, 0, "teh ");
    await vi.waitFor(() => expect(world.store.away).toBe(true));
    const late = await join(here, EDITOR);
    expect(await late.ask("findings", { id: 1, status: "dismissed" })).toMatchObject({
      error: { code: CLOSE_CODES.databaseAway },
    });
    await expect(here.findings.diagnose(fileId, 2)).rejects.toMatchObject({ code: "unavailable" });
    expect(events(late)).toEqual([]);
    world.analysers.slow = null;
    world.store.away = false;
    await vi.waitFor(() => expect(found(late)).toEqual(["1 `teh`", "1 `teh`"]));
    world.analysers.slow = async () => world.memory.deleteFile(fileId);
    await type(ada, 0, "teh ");
    await quiet();
    await expect(here.findings.open(fileId)).rejects.toMatchObject({ code: "not_found" });
    await expect(here.findings.diagnose(fileId, 1)).rejects.toMatchObject({ code: "not_found" });
    expect(await here.findings.find(fileId, 1)).toBeNull();
  });
});
