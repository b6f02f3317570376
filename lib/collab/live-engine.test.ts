import { afterEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import {
  type EngineClient,
  type EngineOptions,
  joinEngine,
  liveSession,
  startEngine,
} from "@/test-support/engine";
import type { DocumentLog } from "./document-log";
import { createMemoryLog } from "./memory-log";
import type { LiveEngine } from "./types";

const [OWNER, EDITOR, VIEWER, STRANGER] = [1, 2, 3, 4];
const engines: LiveEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});

function start(options: EngineOptions = {}) {
  const started = startEngine(options);
  engines.push(started.engine);
  return started;
}

/** An engine with one file that has an owner, an editor and a viewer. */
function startWithFile(options: EngineOptions = {}) {
  const memory = options.memory ?? createMemoryLog();
  const { engine } = start({ ...options, memory });
  const fileId = memory.createFile(OWNER, engine.seed("hello\n"));
  memory.setRole(fileId, EDITOR, "collaborator");
  memory.setRole(fileId, VIEWER, "viewer");
  return { engine, memory, fileId };
}

/** A log whose `append` waits until it is let go. */
function gated(memory: DocumentLog) {
  const gates: (() => void)[] = [];
  const log: DocumentLog = {
    ...memory,
    append: async (entries) => {
      await new Promise<void>((resolve) => gates.push(resolve));
      return memory.append(entries);
    },
  };
  return { log, letGo: () => gates.splice(0).map((open) => open()), waiting: () => gates.length };
}

describe("I1: durable before visible", () => {
  test("I1: nobody sees an edit and nobody is told it is saved before it is in the log", async () => {
    const memory = createMemoryLog();
    const { log, letGo, waiting } = gated(memory);
    const { engine, fileId } = startWithFile({ memory, log });
    const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
    const answered = vi.fn();
    void ada.edit((text) => text.insert(0, "x")).then(answered);
    await vi.waitFor(() => expect(waiting()).toBe(1));
    ben.sync(); // what is answered meanwhile holds only what is stored
    expect(ben.text.toString()).toBe("hello\n");
    expect(answered).not.toHaveBeenCalled();
    letGo();
    await vi.waitFor(() => expect(answered).toHaveBeenCalledWith({ version: 2 }));
    expect(ben.text.toString()).toBe("xhello\n");
    expect(memory.textOf(fileId)).toBe("xhello\n");
  });

  test("I1: a commit that failed after it was stored is sent again, and nothing is doubled", async () => {
    const memory = createMemoryLog();
    let failures = 2;
    const log: DocumentLog = {
      ...memory,
      append: async (entries) => {
        const results = await memory.append(entries);
        if (failures-- > 0) throw new Error("connection lost");
        return results;
      },
    };
    const { engine, fileId } = startWithFile({ memory, log, bounds: { retryFirst: 1 } });
    const ada = await joinEngine(engine, fileId, OWNER);
    expect(await ada.edit((text) => text.insert(5, "!"))).toHaveProperty("version");
    const { text } = await engine.readText(fileId);
    expect(text).toBe("hello!\n");
    expect(memory.textOf(fileId)).toBe("hello!\n");
  });
});

describe("I2: subscribe before read", () => {
  test("I2: an edit that is committed while somebody joins reaches them", async () => {
    const memory = createMemoryLog();
    const { engine, fileId } = startWithFile({ memory });
    const ada = await joinEngine(engine, fileId, OWNER);
    // The newcomer's membership is looked up: they are in the channel already, and have read nothing yet.
    const find = memory.findForUser;
    let letIn: () => void = () => undefined;
    vi.spyOn(memory, "findForUser").mockImplementationOnce(async (file, user) => {
      await new Promise<void>((resolve) => {
        letIn = resolve;
      });
      return find(file, user);
    });
    const joining = joinEngine(engine, fileId, EDITOR);
    await ada.edit((text) => text.insert(0, "first "));
    letIn();
    await ada.edit((text) => text.insert(0, "second "));
    const ben = await joining;
    expect(ben.text.toString()).toBe("second first hello\n");
  });
});

describe("I4: validate before append", () => {
  test.each([
    ["a map beside the text", (doc: Y.Doc) => doc.getMap("more").set("a", 1)],
    ["an embed", (doc: Y.Doc) => doc.getText("content").insertEmbed(0, { image: "x" })],
    ["a format", (doc: Y.Doc) => doc.getText("content").insert(0, "bold", { bold: true })],
    ["an attribute", (doc: Y.Doc) => doc.getText("content").setAttribute("a", "b")],
    ["a nested type", (doc: Y.Doc) => doc.getArray("list").push([new Y.Text("x")])],
  ])("I4: %s is refused (4422) and never stored", async (_what, change) => {
    const { engine, memory, fileId } = startWithFile();
    const ada = await joinEngine(engine, fileId, OWNER);
    const before = memory.rows(fileId).length;
    expect(await ada.edit(() => void change(ada.doc))).toHaveProperty("error.code", 4422);
    expect(memory.rows(fileId)).toHaveLength(before);
  });

  test("I4: an update that builds on something unknown is asked for again from the start", async () => {
    const { engine, memory, fileId } = startWithFile();
    const doc = new Y.Doc();
    const ada = await joinEngine(engine, fileId, OWNER, doc);
    doc.getText("content").insert(0, "never sent ");
    const answer = await ada.edit((text) => text.insert(0, "sent "));
    expect(answer).toHaveProperty("error");
    await vi.waitFor(() => expect(memory.textOf(fileId)).toBe("sent never sent hello\n"));
  });

  test("I4: carriage returns and NUL are taken out in the same commit, for the sender too", async () => {
    const { engine, memory, fileId } = startWithFile();
    const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
    await ada.edit((text) => text.insert(0, "a\r\nb\u0000\n"));
    expect(memory.textOf(fileId)).toBe("a\nb\nhello\n");
    await vi.waitFor(() => expect(ada.text.toString()).toBe("a\nb\nhello\n"));
    expect(ben.text.toString()).toBe("a\nb\nhello\n");
  });

  test("I4: text past the limit is refused (4413), deleting is always accepted, and the document survives", async () => {
    const { engine, memory, fileId } = startWithFile({ maxFileBytes: 2_000 });
    const ada = await joinEngine(engine, fileId, OWNER);
    const ben = await joinEngine(engine, fileId, EDITOR);
    expect(await ada.edit((text) => text.insert(0, "é".repeat(1_000)))).toHaveProperty("error.code", 4413);
    expect(await ben.edit((text) => text.delete(0, 5))).toHaveProperty("version");
    expect(memory.textOf(fileId)).toBe("\n");
  });

  test("I4: bytes that are no message end the connection with 4422, other people's goes on", async () => {
    const { engine, fileId } = startWithFile();
    const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
    ada.connection.receive(Uint8Array.of(0, 2, 200, 1, 1));
    expect(ada.closed).toMatchObject([{ code: 4422 }]);
    expect(await ben.edit((text) => text.insert(0, "still "))).toHaveProperty("version");
  });
});

describe("I5: compaction", () => {
  test("I5: a snapshot names exactly what it holds, and no row is dropped", async () => {
    const memory = createMemoryLog();
    const saved: { seq: number; state: Uint8Array; text: string }[] = [];
    const log: DocumentLog = {
      ...memory,
      saveSnapshot: async (snapshot) => {
        saved.push(snapshot);
        await memory.saveSnapshot(snapshot);
      },
    };
    const { engine, fileId } = startWithFile({
      memory,
      log,
      bounds: { compactRows: 5, compactEvery: 0, compactRest: 0 },
    });
    const ada = await joinEngine(engine, fileId, OWNER);
    for (let n = 0; n < 23; n += 1) await ada.edit((text) => text.insert(0, `${n} `));
    expect(saved.length).toBeGreaterThan(2);
    for (const { seq, state, text } of saved) {
      const fromSnapshot = new Y.Doc();
      Y.applyUpdate(fromSnapshot, state);
      const fromRows = new Y.Doc();
      for (const row of memory.rows(fileId)) if (row.seq <= seq) Y.applyUpdate(fromRows, row.update);
      expect(fromSnapshot.getText("content").toString()).toBe(fromRows.getText("content").toString());
      expect(text).toBe(fromRows.getText("content").toString());
    }
    expect(memory.rows(fileId).map(({ seq }) => seq)).toEqual(Array.from({ length: 24 }, (_, n) => n + 1));
  });
});

describe("I6: access", () => {
  test("I6: a stranger is refused with 4404, as for a file that does not exist", async () => {
    const { engine, fileId } = startWithFile();
    await expect(joinEngine(engine, fileId, STRANGER)).rejects.toThrow(/^4404/);
    await expect(joinEngine(engine, 999, STRANGER)).rejects.toThrow(/^4404/);
    expect(engine.stats()).toMatchObject({ connections: 0 });
  });

  test("I6: a viewer's edit is dropped and answered, whatever it looks like", async () => {
    const { engine, memory, fileId } = startWithFile();
    const viewer = await joinEngine(engine, fileId, VIEWER);
    expect(await viewer.edit((text) => text.insert(0, "nope"))).toHaveProperty("error.code", 4403);
    expect(viewer.denied).toBe(1);
    expect(viewer.closed).toEqual([]);
    expect(await viewer.edit((text) => text.delete(0, 9))).toHaveProperty("error.code", 4403);
    expect(memory.textOf(fileId)).toBe("hello\n");
  });

  test("I6: a viewer who sends back what everybody knows is not refused", async () => {
    const { engine, fileId } = startWithFile();
    const viewer = await joinEngine(engine, fileId, VIEWER);
    expect(await viewer.send(Y.encodeStateAsUpdate(viewer.doc))).toHaveProperty("version");
  });

  test("I6: a role changes what an open connection may do, and the connection stays", async () => {
    const { engine, memory, fileId } = startWithFile();
    const ben = await joinEngine(engine, fileId, EDITOR);
    memory.setRole(fileId, EDITOR, "viewer");
    engine.roleChanged(fileId, EDITOR, { role: "viewer", by: "ada" });
    expect(ben.roles).toEqual([{ role: "viewer", by: "ada" }]);
    expect(await ben.edit((text) => text.insert(0, "late"))).toHaveProperty("error.code", 4403);
    expect(ben.closed).toEqual([]);
  });

  test("I6: a member removed behind the engine's back cannot write either", async () => {
    const { engine, memory, fileId } = startWithFile();
    const ben = await joinEngine(engine, fileId, EDITOR);
    memory.setRole(fileId, EDITOR, null);
    expect(await ben.edit((text) => text.insert(0, "late"))).toHaveProperty("error.code", 4403);
    expect(memory.textOf(fileId)).toBe("hello\n");
  });

  test("I6: removal, deletion and sign-out end the connections they should, with their reasons", async () => {
    const { engine, memory, fileId } = startWithFile();
    const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
    const viewer = await joinEngine(engine, fileId, VIEWER);
    engine.memberRemoved(fileId, EDITOR, "ada");
    expect(ben.closed).toEqual([{ code: 4403, detail: "ada removed you from this file." }]);
    engine.sessionEnded(`session-${VIEWER}`);
    expect(viewer.closed).toMatchObject([{ code: 4401 }]);
    memory.deleteFile(fileId);
    engine.fileDeleted(fileId, "ada");
    expect(ada.closed).toEqual([{ code: 4410, detail: "ada deleted this file." }]);
    await expect(engine.readText(fileId)).rejects.toMatchObject({ code: "not_found" });
  });

  test("I6: a session that ended while its owner was joining does not get in", async () => {
    const { engine, fileId } = startWithFile();
    engine.sessionEnded(`session-${EDITOR}`);
    await expect(joinEngine(engine, fileId, EDITOR)).rejects.toThrow(/^4401/);
  });

  test("I6: a session that ended without a word is noticed by itself; a database that is away ends none", async () => {
    let ended: string[] | null = null;
    let asked = 0;
    const liveAmong = async (ids: readonly string[]) => {
      asked += 1;
      if (ended === null) throw new Error("away");
      return ids.filter((id) => !ended?.includes(id)).map(liveSession);
    };
    const { engine, fileId } = startWithFile({ bounds: { sessionCheck: 5 }, liveAmong });
    const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
    await vi.waitFor(() => expect(asked).toBeGreaterThan(2));
    expect([ada.closed, ben.closed]).toEqual([[], []]);
    ended = [`session-${OWNER}`];
    await vi.waitFor(() => expect(ada.closed).toMatchObject([{ code: 4401 }]));
    expect(ben.closed).toEqual([]);
  });
});

test("I8: a new name is shown to everybody and told to one's own pages, without a word from the client", async () => {
  let name = `user-${EDITOR}`;
  const liveAmong = async (ids: readonly string[]) =>
    ids.map((id) => (id === `session-${EDITOR}` ? { id, username: name } : liveSession(id)));
  const { engine, fileId } = startWithFile({ bounds: { sessionCheck: 5 }, liveAmong });
  const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
  ben.awareness.setLocalState({ cursor: null, more: 1 });
  ben.show();
  const shown = () => ada.awareness.getStates().get(ben.doc.clientID);
  await vi.waitFor(() => expect(shown()).toMatchObject({ user: { name } }));
  const before = shown()?.user;
  name = "benedict";
  await vi.waitFor(() => expect(shown()).toEqual({ cursor: null, more: 1, user: { ...before, name } }));
  expect(ben.users).toEqual([{ ...before, name }]);
  expect(ada.users).toEqual([]);
  const late = await joinEngine(engine, fileId, OWNER);
  expect(late.awareness.getStates().get(ben.doc.clientID)).toEqual(shown());
  ben.awareness.setLocalState({ cursor: null, more: 2 });
  ben.show(); // under the clock that comes next for the client, which knows nothing of the new name
  await vi.waitFor(() => expect(shown()).toEqual({ cursor: null, more: 2, user: { ...before, name } }));
});

describe("I8: nobody can speak as someone else", () => {
  test("I8: new text under another account's client id is refused, known text is ignored", async () => {
    const { engine, memory, fileId } = startWithFile();
    const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
    await ada.edit((text) => text.insert(0, "mine "));
    const forged = new Y.Doc();
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(ben.doc));
    forged.clientID = ada.doc.clientID;
    forged.getText("content").insert(0, "forged ");
    expect(await ben.send(Y.encodeStateAsUpdate(forged))).toHaveProperty("error.code", 4422);
    expect(await ben.send(Y.encodeStateAsUpdate(ada.doc))).toHaveProperty("version");
    expect(memory.textOf(fileId)).toBe("mine hello\n");
  });

  test("I8: a client id shown in awareness is bound before anything is typed under it", async () => {
    const { engine, memory, fileId } = startWithFile();
    const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
    ada.awareness.setLocalState({ cursor: null });
    ada.show();
    await vi.waitFor(() => expect(memory.owners(fileId).get(ada.doc.clientID)).toBe(OWNER));
    const forged = new Y.Doc();
    forged.clientID = ada.doc.clientID;
    forged.getText("content").insert(0, "forged ");
    expect(await ben.send(Y.encodeStateAsUpdate(forged))).toHaveProperty("error.code", 4422);
  });
});

describe("awareness", () => {
  test("I8: the server says who it is, whatever the client claims; others see it, and see it go", async () => {
    const { engine, fileId } = startWithFile();
    const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
    ada.awareness.setLocalState({ user: { name: "the boss" }, cursor: null });
    ada.show();
    await vi.waitFor(() =>
      expect(ben.awareness.getStates().get(ada.doc.clientID)).toMatchObject({
        user: { id: OWNER, name: "user-1", color: expect.stringMatching(/^#/) },
        cursor: null,
      }),
    );
    const late = await joinEngine(engine, fileId, VIEWER);
    expect(late.awareness.getStates().get(ada.doc.clientID)).toMatchObject({ user: { id: OWNER } });
    expect(ada.awareness.getLocalState()).toEqual({ user: { name: "the boss" }, cursor: null });
    ada.connection.disconnected();
    await vi.waitFor(() => expect(ben.awareness.getStates().has(ada.doc.clientID)).toBe(false));
  });

  test("I8: other people's states that a stock client sends back are dropped, also after they left", async () => {
    const { engine, fileId } = startWithFile();
    const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
    const eve = await joinEngine(engine, fileId, VIEWER);
    ada.awareness.setLocalState({ n: 1 });
    ada.show();
    ben.awareness.setLocalState({});
    ben.show();
    await vi.waitFor(() => expect(ben.awareness.getStates().has(ada.doc.clientID)).toBe(true));
    ben.show([ben.doc.clientID, ada.doc.clientID]);
    ada.connection.disconnected();
    ben.show([ada.doc.clientID]);
    await vi.waitFor(() => expect(eve.awareness.getStates().has(ada.doc.clientID)).toBe(false));
    await new Promise((resolve) => setTimeout(resolve, 120)); // two rounds: nothing brings it back
    expect(eve.awareness.getStates().has(ada.doc.clientID)).toBe(false);
  });

  test("who comes back with an unchanged clock is seen again", async () => {
    const { engine, fileId } = startWithFile();
    const ben = await joinEngine(engine, fileId, EDITOR);
    const ada = await joinEngine(engine, fileId, OWNER);
    ada.awareness.setLocalState({ n: 1 });
    ada.show();
    await vi.waitFor(() => expect(ben.awareness.getStates().has(ada.doc.clientID)).toBe(true));
    ada.connection.disconnected();
    await vi.waitFor(() => expect(ben.awareness.getStates().has(ada.doc.clientID)).toBe(false));
    const again = await joinEngine(engine, fileId, OWNER, ada.doc);
    again.awareness.setLocalState({ n: 1 });
    again.awareness.meta.set(ada.doc.clientID, { clock: 1, lastUpdated: 0 });
    again.show();
    await vi.waitFor(() => expect(ben.awareness.getStates().has(ada.doc.clientID)).toBe(true));
  });

  test("a caret waits for the edit it stands behind", async () => {
    const memory = createMemoryLog();
    const { log, letGo, waiting } = gated(memory);
    const { engine, fileId } = startWithFile({ memory, log });
    const [ada, ben] = [await joinEngine(engine, fileId, OWNER), await joinEngine(engine, fileId, EDITOR)];
    const edited = ada.edit((text) => text.insert(0, "x"));
    ada.awareness.setLocalState({ cursor: "behind x" });
    ada.show();
    await vi.waitFor(() => expect(waiting()).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 60)); // longer than awareness is held back for anything else
    expect(ben.awareness.getStates().has(ada.doc.clientID)).toBe(false);
    letGo();
    await edited;
    await vi.waitFor(() => expect(ben.awareness.getStates().has(ada.doc.clientID)).toBe(true));
    expect(ben.text.toString()).toBe("xhello\n");
  });

  test("a connection on which nothing happens hears something before a stock client gives it up", async () => {
    const { engine, fileId } = startWithFile({ bounds: { sweep: 5, silence: 20 } });
    const ada = await joinEngine(engine, fileId, OWNER);
    const before = ada.awarenessHeard;
    await vi.waitFor(() => expect(ada.awarenessHeard).toBeGreaterThan(before + 1));
    expect(ada.closed).toEqual([]);
  });
});

describe("limits", () => {
  test("who sends too fast is closed with 4529, and may come back", async () => {
    const bounds = { messageBurst: 20, messagesPerSecond: 1 };
    const { engine, fileId } = startWithFile({ rateLimits: true, bounds });
    const ada = await joinEngine(engine, fileId, OWNER);
    for (let n = 0; n < 30; n += 1) ada.sync();
    expect(ada.closed).toMatchObject([{ code: 4529 }]);
    await joinEngine(engine, fileId, OWNER);
  });

  test("when the queue is full because the database is away, senders are sent away with 1013", async () => {
    const memory = createMemoryLog();
    const { log } = gated(memory);
    const { engine, fileId } = startWithFile({ memory, log, bounds: { queuedUpdates: 5, stop: 50 } });
    const ada = await joinEngine(engine, fileId, OWNER);
    const answers = Array.from({ length: 8 }, (_, n) => ada.edit((text) => text.insert(0, `${n}`)));
    expect(ada.closed).toMatchObject([{ code: 1013 }]);
    expect(await answers.at(-1)).toHaveProperty("error.code", 1013);
  });

  test("a file nobody needs is unloaded, with a snapshot, and opens again", async () => {
    const { engine, memory, fileId } = startWithFile({ bounds: { sweep: 5, idle: 10 } });
    const ada = await joinEngine(engine, fileId, OWNER);
    await ada.edit((text) => text.insert(0, "kept "));
    ada.connection.disconnected();
    await vi.waitFor(() => expect(engine.stats().openFiles).toBe(0));
    expect(memory.textCopy(fileId)).toBe("kept hello\n");
    expect((await engine.readText(fileId)).text).toBe("kept hello\n");
  });

  test.each([
    ["ten and ten", { sendAwayTogether: 10 }, 10],
    ["in three groups at most", { sendAwayTogether: 1, sendAwayGroups: 3 }, 8],
  ])("stopping sends people away %s, and whose turn has not come goes on", async (_how, few, together) => {
    const { engine, memory, fileId } = startWithFile({ bounds: { ...few, sendAwayEvery: 300 } });
    const people: EngineClient[] = [];
    for (let n = 0; n < 24; n += 1)
      people.push(await joinEngine(engine, fileId, n % 2 === 0 ? OWNER : EDITOR));
    const gone = () => people.filter(({ closed }) => closed.length > 0).length;
    const last = people.at(-1);
    if (last === undefined) throw new Error("nobody came");
    const stopped = engine.stop();
    expect(gone()).toBe(together);
    expect(await last.edit((text) => text.insert(0, "late "))).toHaveProperty("version");
    expect(people[together]?.text.toString()).toBe("late hello\n");
    expect(gone()).toBe(together);
    for (const expected of [2 * together, people.length])
      await vi.waitFor(() => expect(gone()).toBe(expected));
    await stopped;
    for (const { closed } of people) expect(closed).toMatchObject([{ code: 1012 }]);
    expect(memory.textOf(fileId)).toBe("late hello\n");
  });

  test("stopping says 1012, stores what was sent and refuses newcomers", async () => {
    const { engine, memory, fileId } = startWithFile();
    const ada = await joinEngine(engine, fileId, OWNER);
    void ada.edit((text) => text.insert(0, "last "));
    const stopped = engine.stop();
    await expect(joinEngine(engine, fileId, OWNER)).rejects.toThrow(/^1012/);
    await stopped;
    expect(ada.closed).toMatchObject([{ code: 1012 }]);
    expect(memory.textOf(fileId)).toBe("last hello\n");
    await engine.stop();
  });
});
