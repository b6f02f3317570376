import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { type FeatureEvent, REQUESTS, type RequestKind } from "@/lib/contracts/features";
import { FEATURE_EVENT_BYTES } from "@/lib/contracts/limits";
import { AppError } from "@/lib/errors";
import { type EngineClient, type EngineOptions, joinEngine, startEngine } from "@/test-support/engine";
import { seededRandom } from "@/test-support/random";
import { type SimulatedWires, simulateWires } from "@/test-support/simulated-wire";
import { createMemoryLog, type MemoryLog } from "./memory-log";
import type { LiveEngine } from "./types";

/** Two engines, as in two processes, and features that say something in a file. */
const [OWNER, EDITOR, VIEWER] = [1, 2, 3];
const NO_LIMIT = { headsEvery: 60_000, headsEveryWhileAway: 60_000, retryLoad: 5 };

const started: LiveEngine[] = [];
let memory: MemoryLog;
let wires: SimulatedWires;
let fileId: number;

beforeEach(() => {
  memory = createMemoryLog();
  wires = simulateWires(seededRandom(1), { away: false, dropped: 0, slowest: 0 });
});
afterEach(async () => {
  for (const engine of started.splice(0)) await engine.stop();
});

function start(options: EngineOptions = {}) {
  const { engine, features } = startEngine({ memory, wire: wires.connect(), bounds: NO_LIMIT, ...options });
  if (started.length === 0) fileId = memory.createFile(OWNER, engine.seed("hello\n"));
  memory.setRole(fileId, EDITOR, "collaborator");
  memory.setRole(fileId, VIEWER, "viewer");
  started.push(engine);
  return { engine, features };
}

const status = (text: string): FeatureEvent => ({
  name: "assistant",
  payload: { kind: "status", run_id: 1, text },
});
const found = (version: number): FeatureEvent => ({
  name: "findings",
  payload: { version, revision: 1, analyzed_at: null, items: [], applied: [], missing: [] },
});
const textsOf = ({ told }: EngineClient) =>
  told.flatMap(({ payload }) => ("kind" in payload && payload.kind === "status" ? [payload.text] : []));

describe("what a feature tells", () => {
  test("reaches everybody in the file on every process, in order, and nobody in another file", async () => {
    const [one, two] = [start(), start()];
    const other = memory.createFile(OWNER, one.engine.seed(""));
    const clients = [
      await joinEngine(one.engine, fileId, OWNER),
      await joinEngine(one.engine, fileId, VIEWER),
      await joinEngine(two.engine, fileId, EDITOR),
    ];
    const elsewhere = await joinEngine(two.engine, other, OWNER);
    const texts = Array.from({ length: 50 }, (_, i) => `${i} 😀`);
    for (const text of texts) one.engine.tell(fileId, status(text));
    for (const client of clients) await vi.waitFor(() => expect(textsOf(client)).toEqual(texts));
    expect(elsewhere.told).toEqual([]);
  });

  test("is left out when it is too large, and what comes after it is told", async () => {
    const { engine } = start();
    const ada = await joinEngine(engine, fileId, OWNER);
    engine.tell(fileId, status("x".repeat(FEATURE_EVENT_BYTES)));
    engine.tell(fileId, status("small"));
    expect(textsOf(ada)).toEqual(["small"]);
  });

  test("I2: a newcomer gets the state first and then all that was told since, also while the state is read", async () => {
    const { engine, features } = start();
    let version = 0;
    let letGo = () => {};
    const set = (next: number) => {
      version = next;
      engine.tell(fileId, found(next));
    };
    features.state("findings", async () => {
      const read = found(version);
      await new Promise<void>((resolve) => {
        letGo = resolve;
      });
      return read;
    });
    set(1);
    const ada = await joinEngine(engine, fileId, OWNER);
    set(2);
    engine.tell(fileId, status("another feature does not wait"));
    set(3);
    expect(ada.told.map(({ name }) => name)).toEqual(["assistant"]);
    letGo();
    await vi.waitFor(() => expect(ada.told.slice(1)).toEqual([found(1), found(2), found(3)]));
    set(4);
    expect(ada.told.at(-1)).toEqual(found(4));
  });

  test("I2: a state that cannot be read is read again; with too much waiting for it, it is read once more", async () => {
    const { engine, features } = start({ bounds: { ...NO_LIMIT, heldEvents: 2 } });
    let reads = 0;
    let letGo = () => {};
    let version = 1;
    features.state("findings", async () => {
      reads += 1;
      if (reads === 1) throw new AppError("unavailable", "The database cannot be reached.");
      const read = found(version);
      if (reads === 2)
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
      return read;
    });
    const ada = await joinEngine(engine, fileId, OWNER);
    await vi.waitFor(() => expect(reads).toBe(2));
    for (version = 2; version < 5; version += 1) engine.tell(fileId, found(version));
    expect(ada.told).toEqual([]);
    letGo();
    await vi.waitFor(() => expect(ada.told).toEqual([found(5)]));
    expect(await ada.ask("state", { event: "findings" })).toEqual({});
    await vi.waitFor(() => expect(ada.told).toEqual([found(5), found(5)]));
    expect(await ada.ask("state", { event: "nothing" })).toMatchObject({
      error: { code: CLOSE_CODES.invalid },
    });
  });
});

describe("what is asked of a feature", () => {
  const ECHO: RequestKind<{ say: string }, { said: string }> = {
    name: "echo",
    payload: z.object({ say: z.string().max(10) }),
    answer: z.object({ said: z.string() }),
  };

  test("is answered to who asked, with the person and the role of that moment", async () => {
    const { engine, features } = start();
    const handle = vi.fn(async (_caller: unknown, { say }: { say: string }) => ({ said: say }));
    features.answer(ECHO, { action: "findings:change", handle });
    const [ben, vic] = [await joinEngine(engine, fileId, EDITOR), await joinEngine(engine, fileId, VIEWER)];
    expect(await ben.ask("echo", { say: "😀" })).toEqual({ said: "😀" });
    const caller = { fileId, userId: EDITOR, username: "user-2", role: "collaborator" };
    expect(handle).toHaveBeenCalledExactlyOnceWith(
      { ...caller, connectionId: expect.any(String) },
      { say: "😀" },
    );
    const refused = { error: { code: CLOSE_CODES.removed, detail: expect.any(String) } };
    expect(await vic.ask("echo", { say: "x" })).toEqual(refused);
    memory.setRole(fileId, EDITOR, "viewer");
    engine.roleChanged(fileId, EDITOR, { role: "viewer", by: null });
    expect(await ben.ask("echo", { say: "x" })).toEqual(refused);
    engine.memberRemoved(fileId, EDITOR, null);
    expect(await ben.ask("echo", { say: "x" })).toHaveProperty("error");
    expect(handle).toHaveBeenCalledTimes(1);
  });

  test("is refused cleanly when it has another form, is unknown, or its feature fails", async () => {
    const { engine, features } = start();
    const errors = [new AppError("not_found", "No such finding."), new Error("a fault")];
    features.answer(ECHO, {
      action: "findings:read",
      handle: async () => {
        throw errors.shift() ?? new Error("asked too often");
      },
    });
    const ada = await joinEngine(engine, fileId, OWNER);
    for (const payload of [undefined, null, "x", { say: 1 }, { say: "x".repeat(11) }, []])
      expect(await ada.ask("echo", payload)).toMatchObject({ error: { code: CLOSE_CODES.invalid } });
    for (const name of ["nothing", "", "__proto__", "toString"])
      expect(await ada.ask(name, {})).toMatchObject({ error: { code: CLOSE_CODES.invalid } });
    expect(await ada.ask("echo", { say: "x" })).toEqual({
      error: { code: CLOSE_CODES.notFound, detail: "No such finding." },
    });
    expect(await ada.ask("echo", { say: "x" })).toEqual({
      error: { code: CLOSE_CODES.databaseAway, detail: expect.not.stringContaining("fault") },
    });
    expect(ada.closed).toEqual([]);
  });

  test("is refused when it comes too often, and far too often ends the connection", async () => {
    const bounds = { ...NO_LIMIT, requestBurst: 3, requestRefusals: 2, requestsPerSecond: 0 };
    const { engine } = start({ rateLimits: true, bounds });
    const ada = await joinEngine(engine, fileId, OWNER);
    const codes = [];
    for (let i = 0; i < 7; i += 1) {
      const answered = await ada.ask(REQUESTS.findings.name, {});
      codes.push(z.object({ error: z.object({ code: z.number() }) }).parse(answered).error.code);
    }
    const { invalid, tooFast } = CLOSE_CODES;
    expect(codes.slice(0, 6)).toEqual([invalid, invalid, invalid, tooFast, tooFast, tooFast]);
    expect(ada.closed).toMatchObject([{ code: tooFast }]);
  });
});
