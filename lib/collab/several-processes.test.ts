import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { type EngineClient, type EngineOptions, joinEngine, startEngine } from "@/test-support/engine";
import { seededRandom } from "@/test-support/random";
import { type SimulatedWires, simulateWires } from "@/test-support/simulated-wire";
import { createMemoryLog, type MemoryLog } from "./memory-log";
import type { LiveEngine } from "./types";

/** Two engines, as in two processes, on one log. What is lost is found within `LOOK`, and not before. */
const [OWNER, EDITOR, VIEWER, STRANGER] = [1, 2, 3, 4];
const LOOK = { sweep: 20, headsEvery: 20, headsEveryWhileAway: 20 };
const NO_LOOK = { headsEvery: 60_000, headsEveryWhileAway: 60_000 };

interface Process {
  engine: LiveEngine;
  wire: { kill(): void };
}

const started: LiveEngine[] = [];
let memory: MemoryLog;
let wires: SimulatedWires;
let loads = 0;

beforeEach(() => {
  memory = createMemoryLog();
  wires = simulateWires(seededRandom(1), { away: false, dropped: 0, slowest: 2 });
  loads = 0;
});
afterEach(async () => {
  for (const engine of started.splice(0)) await engine.stop();
});

function start(bounds: EngineOptions["bounds"] = NO_LOOK): Process {
  const wire = wires.connect();
  const log = {
    ...memory,
    load: (...asked: Parameters<MemoryLog["load"]>) => {
      loads += 1;
      return memory.load(...asked);
    },
  };
  const { engine } = startEngine({ memory, log, wire, bounds });
  started.push(engine);
  return { engine, wire };
}

function startTwo(bounds?: EngineOptions["bounds"]) {
  const [one, two] = [start(bounds), start(bounds)];
  const fileId = memory.createFile(OWNER, one.engine.seed("hello\n"));
  memory.setRole(fileId, EDITOR, "collaborator");
  memory.setRole(fileId, VIEWER, "viewer");
  return { one, two, fileId };
}

const type = (client: EngineClient, what: string) => client.edit((text) => text.insert(0, what));
const shows = (client: EngineClient, other: EngineClient) =>
  client.awareness.getStates().has(other.doc.clientID);
const userOf = (client: EngineClient, other: EngineClient) =>
  client.awareness.getStates().get(other.doc.clientID)?.user;

describe("rows of other processes", () => {
  test("I1, I3: what one process commits is told once to everybody on the other", async () => {
    const { one, two, fileId } = startTwo();
    const ada = await joinEngine(one.engine, fileId, OWNER);
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    for (const letter of "abcdef") {
      await type(ada, letter);
      await type(ben, letter.toUpperCase());
    }
    await vi.waitFor(() => expect(ben.text.toString()).toBe(memory.textOf(fileId)));
    await vi.waitFor(() => expect(ada.text.toString()).toBe(memory.textOf(fileId)));
    expect([ada.heard.length, ben.heard.length]).toEqual([6, 6]);
    expect(loads).toBe(2); // each opened the file once
  });

  test("I3: a row that was never heard of is read from the log when a later one shows the gap", async () => {
    const { one, two, fileId } = startTwo();
    const ada = await joinEngine(one.engine, fileId, OWNER);
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    wires.weather.dropped = 1;
    await type(ada, "a");
    wires.weather.dropped = 0;
    await type(ada, "b");
    await vi.waitFor(() => expect(ben.text.toString()).toBe("bahello\n"));
    expect(ben.heard.length).toBe(1); // both together
    expect(loads).toBe(2);
  });

  test("I3: a process that commits behind rows it has not heard of reads them, and tells them once", async () => {
    const { one, two, fileId } = startTwo();
    const ada = await joinEngine(one.engine, fileId, OWNER);
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    wires.weather.dropped = 1;
    await type(ada, "a");
    expect(await type(ben, "b")).toEqual({ version: 3 });
    await vi.waitFor(() => expect(ben.text.toString()).toBe(memory.textOf(fileId)));
    expect(ben.heard.length).toBe(1);
    expect(loads).toBe(2);
  });

  test("I3: what nobody was told is found by asking how far the log goes", async () => {
    const { one, two, fileId } = startTwo(LOOK);
    const ada = await joinEngine(one.engine, fileId, OWNER);
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    wires.setAway(true);
    await type(ada, "a");
    await vi.waitFor(() => expect(ben.text.toString()).toBe("ahello\n"));
  });

  test("I3: when the wire is back, everything missed is there at once", async () => {
    const { one, two, fileId } = startTwo();
    const ada = await joinEngine(one.engine, fileId, OWNER);
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    wires.setAway(true);
    await type(ada, "a");
    await type(ben, "b");
    wires.setAway(false);
    await vi.waitFor(() => expect(ada.text.toString()).toBe(memory.textOf(fileId)));
    await vi.waitFor(() => expect(ben.text.toString()).toBe(memory.textOf(fileId)));
  });

  test("I1: a commit whose answer was lost reaches the other process too", async () => {
    const { two, fileId } = startTwo();
    let failures = 1;
    const log = {
      ...memory,
      append: async (entries: Parameters<MemoryLog["append"]>[0]) => {
        const results = await memory.append(entries);
        if (failures-- > 0) throw new Error("connection lost");
        return results;
      },
    };
    const { engine } = startEngine({
      memory,
      log,
      wire: wires.connect(),
      bounds: { ...NO_LOOK, retryFirst: 1 },
    });
    started.push(engine);
    const ada = await joinEngine(engine, fileId, OWNER);
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    await type(ada, "a");
    await vi.waitFor(() => expect(ben.text.toString()).toBe("ahello\n"));
  });

  test("I2: who joins, reads or writes after another process has answered sees what it stored", async () => {
    const { one, two, fileId } = startTwo();
    await joinEngine(two.engine, fileId, VIEWER);
    wires.weather.dropped = 1;
    let content = "hello\n";
    for (let n = 0; n < 20; n += 1) {
      content += `line ${n}\n`;
      const from = (await memory.head(fileId))?.headSeq ?? 0; // as the request's own look at the file says
      const { version } = await one.engine.replaceText({ fileId, userId: OWNER, content, from });
      expect(await two.engine.readText(fileId, version)).toEqual({ text: content, version });
      const ben = await joinEngine(two.engine, fileId, EDITOR);
      expect(ben.joined[0]?.version).toBe(version);
      expect(ben.text.toString()).toBe(content);
      content += `and ${n}\n`;
      const again = await two.engine.replaceText({ fileId, userId: EDITOR, content, base: version });
      expect(again).toEqual({ text: content, version: version + 1 });
      ben.connection.disconnected();
    }
    expect(loads).toBe(2);
  });

  test("I9: a base that only the other process has seen is worked out there, and one that nobody has is refused", async () => {
    const { one, two, fileId } = startTwo();
    await joinEngine(two.engine, fileId, VIEWER);
    wires.weather.dropped = 1;
    const { version } = await one.engine.replaceText({ fileId, userId: OWNER, content: "hello\nyou\n" });
    const edit = { fileId, userId: EDITOR, content: "hello\nyou\nall\n" };
    await expect(two.engine.replaceText({ ...edit, base: version + 1 })).rejects.toMatchObject({
      code: "unprocessable",
    });
    expect((await two.engine.replaceText({ ...edit, base: version })).text).toBe("hello\nyou\nall\n");
  });

  test("I5: a snapshot is taken only where nothing is missing, and names what it holds", async () => {
    const { one, two, fileId } = startTwo({
      ...NO_LOOK,
      compactRows: 1,
      compactEvery: 0,
      compactRest: 0,
      gapWait: 5,
    });
    const ada = await joinEngine(one.engine, fileId, OWNER);
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    wires.weather.dropped = 1;
    for (let n = 0; n < 20; n += 1) await Promise.all([type(ada, "a"), type(ben, "b")]);
    await Promise.all(started.map((engine) => engine.stop()));
    const { snapshot, rows, headSeq } = (await memory.load(fileId)) ?? {};
    expect([snapshot?.seq, rows]).toEqual([headSeq, []]);
    const { engine } = start();
    expect((await engine.readText(fileId)).text).toBe(memory.textOf(fileId));
  });
});

describe("what happens to a file and its members", () => {
  test("I6: names, roles, removals and deletions reach connections of every process", async () => {
    const { one, two, fileId } = startTwo();
    const ada = await joinEngine(two.engine, fileId, OWNER);
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    const eve = await joinEngine(two.engine, fileId, VIEWER);
    one.engine.fileRenamed(fileId, { name: "b.ts", language: "typescript" });
    one.engine.roleChanged(fileId, VIEWER, { role: "collaborator", by: "ada" });
    one.engine.memberRemoved(fileId, EDITOR, "ada");
    await vi.waitFor(() => expect(ben.closed[0]?.code).toBe(CLOSE_CODES.removed));
    expect(ben.closed[0]?.detail).toContain("ada removed you");
    await vi.waitFor(() => expect(eve.roles).toEqual([{ role: "collaborator", by: "ada" }]));
    await vi.waitFor(() => expect(ada.renamed).toEqual([{ name: "b.ts", language: "typescript" }]));
    memory.deleteFile(fileId);
    one.engine.fileDeleted(fileId, "ada");
    await vi.waitFor(() => expect(ada.closed[0]?.code).toBe(CLOSE_CODES.deleted));
    await expect(two.engine.readText(fileId)).rejects.toMatchObject({ code: "not_found" });
  });

  test("I6: what was said while the wire was away is found in the database", async () => {
    const { one, two, fileId } = startTwo(LOOK);
    const ada = await joinEngine(two.engine, fileId, OWNER);
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    const eve = await joinEngine(two.engine, fileId, VIEWER);
    wires.setAway(true);
    memory.setRole(fileId, VIEWER, "collaborator");
    one.engine.roleChanged(fileId, VIEWER, { role: "collaborator", by: "ada" });
    memory.setRole(fileId, EDITOR, null);
    one.engine.memberRemoved(fileId, EDITOR, "ada");
    await vi.waitFor(() => expect(ben.closed[0]?.code).toBe(CLOSE_CODES.removed));
    await vi.waitFor(() => expect(eve.roles).toEqual([{ role: "collaborator", by: null }]));
    memory.deleteFile(fileId);
    await vi.waitFor(() => expect(ada.closed[0]?.code).toBe(CLOSE_CODES.deleted));
    expect([ada.roles, ada.renamed]).toEqual([[], []]); // nothing was said that is not news
  });

  test("I2, I6: who is removed elsewhere while they join does not stay", async () => {
    const { one, two, fileId } = startTwo();
    const joining = joinEngine(two.engine, fileId, EDITOR);
    memory.setRole(fileId, EDITOR, null);
    one.engine.memberRemoved(fileId, EDITOR, "ada");
    await expect(joining).rejects.toThrow(/^44/);
  });

  test("a thousand refused joins leave nobody on the wire", async () => {
    const { two, fileId } = startTwo();
    const joins = Array.from({ length: 1_000 }, (_, n) =>
      joinEngine(two.engine, n % 2 === 0 ? fileId : 1_000 + n, STRANGER),
    );
    const answers = await Promise.allSettled(joins);
    expect(answers.every(({ status }) => status === "rejected")).toBe(true);
    await vi.waitFor(() => expect(wires.lines()).toBe(0));
    expect(two.engine.stats().openFiles).toBe(0);
  });
});

describe("awareness over processes", () => {
  test("people see each other, also newcomers those who say nothing, and see them go", async () => {
    const { one, two, fileId } = startTwo();
    const ada = await joinEngine(one.engine, fileId, OWNER);
    ada.awareness.setLocalState({ user: { id: EDITOR, name: "forged" }, cursor: null });
    ada.show();
    const eve = await joinEngine(two.engine, fileId, VIEWER);
    await vi.waitFor(() => expect(shows(eve, ada)).toBe(true));
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    await vi.waitFor(() => expect(userOf(ben, ada)).toMatchObject({ id: OWNER, name: "user-1" }));
    ben.awareness.setLocalState({ cursor: null });
    ben.show();
    await vi.waitFor(() => expect(shows(ada, ben)).toBe(true));
    const [adas, bens] = [userOf(ben, ada).color, userOf(ada, ben).color];
    expect(adas).not.toBe(bens);
    ada.connection.disconnected();
    await vi.waitFor(() => expect(shows(ben, ada)).toBe(false));
  });

  test("one person has one colour on every process", async () => {
    const { one, two, fileId } = startTwo();
    const [ada, ben] = [
      await joinEngine(one.engine, fileId, OWNER),
      await joinEngine(one.engine, fileId, EDITOR),
    ];
    for (const client of [ada, ben]) {
      client.awareness.setLocalState({ cursor: null });
      client.show();
    }
    await vi.waitFor(() => expect(shows(ada, ben)).toBe(true));
    const eve = await joinEngine(two.engine, fileId, VIEWER);
    await vi.waitFor(() => expect(shows(eve, ben)).toBe(true));
    const again = await joinEngine(two.engine, fileId, EDITOR);
    expect(again.joined[0]?.user.color).toBe(ben.joined[0]?.user.color);
  });

  test("who moves to another process is shown again, whether the first has noticed or not", async () => {
    const { one, two, fileId } = startTwo();
    for (const noticed of [true, false]) {
      const ben = await joinEngine(one.engine, fileId, EDITOR);
      const eve = await joinEngine(two.engine, fileId, VIEWER);
      const ada = await joinEngine(one.engine, fileId, OWNER);
      for (const place of ["first", "second", "third"]) {
        ada.awareness.setLocalState({ place });
        ada.show();
        await vi.waitFor(() =>
          expect(eve.awareness.getStates().get(ada.doc.clientID)).toMatchObject({ place }),
        );
      }
      if (noticed) ada.connection.disconnected();
      const again = await joinEngine(two.engine, fileId, OWNER, ada.doc);
      again.awareness.setLocalState({ place: "there" });
      again.awareness.meta.set(ada.doc.clientID, { clock: 1, lastUpdated: 0 });
      again.show();
      const seen = () => [ben, eve].map((one) => one.awareness.getStates().get(ada.doc.clientID)?.place);
      await vi.waitFor(() => expect(seen()).toEqual(["there", "there"]));
      if (!noticed) ada.connection.disconnected(); // late, and nobody minds
      again.awareness.setLocalState({ place: "and on" });
      again.show();
      await vi.waitFor(() => expect(seen()).toEqual(["and on", "and on"]));
      again.connection.disconnected();
      await vi.waitFor(() => expect(seen()).toEqual([undefined, undefined]));
    }
  });

  test("I8: what a stock client sends back of people on other processes is dropped", async () => {
    const { one, two, fileId } = startTwo();
    const ada = await joinEngine(one.engine, fileId, OWNER);
    const ben = await joinEngine(two.engine, fileId, EDITOR);
    for (const client of [ada, ben]) {
      client.awareness.setLocalState({ cursor: null });
      client.show();
    }
    await vi.waitFor(() => expect(shows(ben, ada) && shows(ada, ben)).toBe(true));
    const heard = ben.awarenessHeard;
    ben.show([ada.doc.clientID]);
    ada.awareness.setLocalState({ cursor: "on" });
    ada.show();
    await vi.waitFor(() =>
      expect(ben.awareness.getStates().get(ada.doc.clientID)).toMatchObject({
        cursor: "on",
        user: { id: OWNER },
      }),
    );
    expect(ben.awarenessHeard).toBe(heard + 1);
  });

  test("the people of a process that died are forgotten, those of one that lives are not", async () => {
    const { one, two, fileId } = startTwo({ ...NO_LOOK, sweep: 10, silence: 30, remoteStale: 300 });
    const three = start({ ...NO_LOOK, sweep: 10, silence: 30 });
    const ada = await joinEngine(one.engine, fileId, OWNER);
    const ben = await joinEngine(three.engine, fileId, EDITOR);
    const eve = await joinEngine(two.engine, fileId, VIEWER);
    for (const client of [ada, ben]) {
      client.awareness.setLocalState({ cursor: null });
      client.show();
    }
    await vi.waitFor(() => expect(shows(eve, ada) && shows(eve, ben)).toBe(true));
    one.wire.kill();
    await vi.waitFor(() => expect(shows(eve, ada)).toBe(false));
    expect(shows(eve, ben)).toBe(true);
  });

  test("a process that stops says goodbye for its people", async () => {
    const { one, two, fileId } = startTwo();
    const ada = await joinEngine(one.engine, fileId, OWNER);
    const eve = await joinEngine(two.engine, fileId, VIEWER);
    ada.awareness.setLocalState({ cursor: null });
    ada.show();
    await vi.waitFor(() => expect(shows(eve, ada)).toBe(true));
    await one.engine.stop();
    await vi.waitFor(() => expect(shows(eve, ada)).toBe(false));
  });
});
