import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test, vi } from "vitest";
import { joinEngine, person, startEngine } from "@/test-support/engine";
import type { EngineBounds } from "./bounds";
import type { DocumentLog } from "./document-log";
import { createMemoryLog, type MemoryLog } from "./memory-log";
import { awarenessMessage, syncStep1Message, updateMessage } from "./messages";
import type { LiveConnection, LiveEngine } from "./types";

const OWNER = 1;
const FILES = 1_000;
const WARM_UP = 100;
/** What the log in memory keeps of a file's new row, snapshot and client id. An open file takes several times as much. */
const KEPT_BYTES = 2_500;
const OPEN_FILE_BYTES = 20_000;
const EMPTY_STATE_VECTOR = Uint8Array.of(0);

function start(memory: MemoryLog, bounds: Partial<EngineBounds>, log: DocumentLog = memory): LiveEngine {
  const { engine } = startEngine({ memory, log, bounds });
  onTestFinished(() => engine.stop());
  return engine;
}

/** Joins, asks for the text, shows a caret and types a letter; resolves once that is stored. */
async function useFile(engine: LiveEngine, fileId: number): Promise<LiveConnection> {
  const nothing = () => undefined;
  const socket = {
    send: nothing,
    backlog: () => 0,
    joined: nothing,
    renamed: nothing,
    role: nothing,
    user: nothing,
    feature: null,
  };
  const joined = await engine.join(fileId, person(OWNER), { ...socket, close: nothing });
  if ("code" in joined) throw new Error(joined.detail);
  const { update, clientId } = engine.seed("x");
  joined.receive(syncStep1Message(EMPTY_STATE_VECTOR));
  await new Promise<unknown>((resolve) => joined.receive(updateMessage(update), resolve));
  joined.receive(awarenessMessage([{ clientId, clock: 1, state: '{"cursor":null}' }]));
  return joined;
}

async function heapBytes(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  // Twice, with a turn between: finalizers of the first round let go of more.
  for (let round = 0; round < 2; round += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

test("memory returns to its base after 1,000 files were opened and closed, and an open file is small", async () => {
  const memory = createMemoryLog();
  const engine = start(memory, { sweep: 5, idle: 10 });
  const files = Array.from({ length: WARM_UP + FILES }, () =>
    memory.createFile(OWNER, engine.seed("hello\n")),
  );
  const openAll = (ids: number[]) => Promise.all(ids.map((id) => useFile(engine, id)));
  const closeAll = async (connections: LiveConnection[]) => {
    for (const connection of connections) connection.disconnected();
    await vi.waitFor(() => expect(engine.stats().openFiles).toBe(0), 10_000);
  };
  await closeAll(await openAll(files.slice(0, WARM_UP)));
  const base = await heapBytes();
  const connections = await openAll(files.slice(WARM_UP));
  const open = await heapBytes();
  await closeAll(connections.splice(0));
  const after = await heapBytes();
  expect((open - base) / FILES).toBeLessThan(OPEN_FILE_BYTES);
  expect((after - base) / FILES).toBeLessThan(KEPT_BYTES);
});

test("I1: a file is not unloaded while an edit waits for its commit, and is once that is done", async () => {
  const memory = createMemoryLog();
  const held = { fileId: 0 };
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const log: DocumentLog = {
    ...memory,
    append: async (entries) => {
      if (entries.some(({ fileId }) => fileId === held.fileId)) await gate;
      return memory.append(entries);
    },
  };
  const engine = start(memory, { sweep: 5, idle: 10 }, log);
  held.fileId = memory.createFile(OWNER, engine.seed("hello\n"));
  const other = memory.createFile(OWNER, engine.seed("other\n"));
  const ada = await joinEngine(engine, held.fileId, OWNER);
  const bystander = await joinEngine(engine, other, OWNER);
  const saved = ada.edit((text) => text.insert(5, "!"));
  ada.connection.disconnected();
  bystander.connection.disconnected();
  // The look that unloads the other file has passed over this one.
  await vi.waitFor(() => expect(engine.stats().openFiles).toBe(1));
  letGo();
  expect(await saved).toHaveProperty("version");
  await vi.waitFor(() => expect(engine.stats().openFiles).toBe(0));
  expect(memory.textOf(held.fileId)).toBe("hello!\n");
  expect(memory.textCopy(held.fileId)).toBe("hello!\n");
});

test.each([
  ["one that takes its time rests long", 1e9, 1],
  ["one that costs nothing is kept after each commit", 0, 5],
])("I5: snapshots of a file cost a bounded share of the time: %s", async (_what, compactRest, kept) => {
  const memory = createMemoryLog();
  const save = vi.spyOn(memory, "saveSnapshot");
  const engine = start(memory, { compactRows: 1, compactEvery: 0, compactRest });
  const ada = await joinEngine(engine, memory.createFile(OWNER), OWNER);
  for (let n = 0; n < 5; n += 1) {
    await ada.edit((text) => text.insert(0, "x"));
    await new Promise((resolve) => setImmediate(resolve)); // the snapshot is written
  }
  expect(save).toHaveBeenCalledTimes(kept);
});
