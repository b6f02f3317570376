import { afterEach, expect, test } from "vitest";
import { type EngineOptions, joinEngine, startEngine } from "@/test-support/engine";
import type { DocumentLog } from "./document-log";
import { createMemoryLog, type MemoryLog } from "./memory-log";
import type { LiveEngine } from "./types";

const [OWNER, EDITOR, VIEWER] = [1, 2, 3];
const engines: LiveEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});

function startWithFile(text: string, options: EngineOptions = {}) {
  const memory = options.memory ?? createMemoryLog();
  const { engine } = startEngine({ ...options, memory });
  engines.push(engine);
  const fileId = memory.createFile(OWNER, engine.seed(text));
  memory.setRole(fileId, EDITOR, "collaborator");
  memory.setRole(fileId, VIEWER, "viewer");
  const put = (content: string, more: { base?: number; userId?: number } = {}) =>
    engine.replaceText({ fileId, userId: OWNER, content, ...more });
  return { engine, memory, fileId, put };
}

/** A log whose append fails `times` times, before or after the entries are stored. */
function failing(memory: MemoryLog, times: number, when: "before" | "after"): DocumentLog {
  let left = times;
  return {
    ...memory,
    append: async (entries) => {
      const results = when === "after" ? await memory.append(entries) : [];
      if (left-- > 0) throw new Error("connection lost");
      return when === "after" ? results : memory.append(entries);
    },
  };
}

test("I9: without a base the text becomes what was sent, as a small edit that everybody sees", async () => {
  const { engine, fileId, put } = startWithFile("one\ntwo\nthree\n");
  const ben = await joinEngine(engine, fileId, EDITOR);
  expect(await put("one\n2\nthree\n")).toEqual({ text: "one\n2\nthree\n", version: 2 });
  expect(ben.text.toString()).toBe("one\n2\nthree\n");
  expect(ben.heard.reduce((sum, update) => sum + update.byteLength, 0)).toBeLessThan(60);
});

test("I9: with a base nothing typed since is lost, and nothing is doubled", async () => {
  const { engine, memory, fileId, put } = startWithFile("one\ntwo\nthree\n");
  const ben = await joinEngine(engine, fileId, EDITOR);
  await ben.edit((text) => text.insert(4, "and a half\n"));
  await ben.edit((text) => text.insert(0, "zero\n"));
  const { text } = await put("one\n2\nthree\nfour\n", { base: 1 });
  expect(text).toBe("zero\none\nand a half\n2\nthree\nfour\n");
  expect(memory.textOf(fileId)).toBe(text);
  expect(ben.text.toString()).toBe(text);
});

test("I9: what others deleted since the base stays deleted, what was inserted beside it stands", async () => {
  const { engine, fileId, put } = startWithFile("a b c d\n");
  const ben = await joinEngine(engine, fileId, EDITOR);
  await ben.edit((text) => text.delete(0, 8));
  const { text } = await put("a b NEW c d\n", { base: 1 });
  expect(text).toBe("NEW ");
});

test("I9: a base newer than the file is refused, and so is one that never was", async () => {
  const { put } = startWithFile("x\n");
  await expect(put("y\n", { base: 9 })).rejects.toMatchObject({ code: "unprocessable" });
});

test("I9: base 0 is the empty file", async () => {
  const { put } = startWithFile("x\n");
  expect((await put("y\n", { base: 0 })).text).toBe("y\nx\n");
});

test("I9: an unchanged text stores nothing", async () => {
  const { memory, fileId, put } = startWithFile("same\n");
  expect(await put("same\n")).toEqual({ text: "same\n", version: 1 });
  expect(memory.rows(fileId)).toHaveLength(1);
});

test("I9: emoji are never cut in two", async () => {
  const { fileId, memory, put } = startWithFile("a👍b👎c\n");
  expect((await put("a👎b👍c\n", { base: 1 })).text).toBe("a👎b👍c\n");
  expect(memory.textOf(fileId).isWellFormed()).toBe(true);
});

test("I9: client ids do not grow with the number of edits", async () => {
  const { memory, fileId, put } = startWithFile("");
  for (let n = 0; n < 20; n += 1) await put(`line ${n}\n`);
  expect(memory.owners(fileId).size).toBe(2); // the seed's and the lease
});

test("I9: fifty edits of one person at once, each against the same base, are all there exactly once", async () => {
  const { engine, fileId, put, memory } = startWithFile("start\n");
  const ben = await joinEngine(engine, fileId, EDITOR);
  const typing = ben.edit((text) => text.insert(0, "typed "));
  const words = Array.from({ length: 50 }, (_, n) => `<word-${n}>`);
  await Promise.all([typing, ...words.map((word) => put(`start\n${word}`, { base: 1 }))]);
  const { text } = await engine.readText(fileId);
  for (const word of [...words, "typed "]) expect(text.split(word), word).toHaveLength(2);
  expect(memory.textOf(fileId)).toBe(text);
});

test("I9: a viewer's edit is refused by the log as well", async () => {
  const { memory, fileId, put } = startWithFile("x\n");
  await expect(put("y\n", { userId: VIEWER })).rejects.toMatchObject({ code: "forbidden" });
  expect(memory.textOf(fileId)).toBe("x\n");
});

test("I9: an edit past the size limit is refused, and the file goes on", async () => {
  const { put } = startWithFile("x\n", { maxFileBytes: 1_000 });
  await expect(put("y".repeat(1_001))).rejects.toMatchObject({ code: "too_large" });
  expect((await put("fits\n")).text).toBe("fits\n");
});

test.each(["before", "after"] as const)(
  "I9: a commit that failed %s it was stored is sent again as the same bytes",
  async (when) => {
    const memory = createMemoryLog();
    const options = { memory, log: failing(memory, 3, when), bounds: { retryFirst: 1 } };
    const { fileId, put, engine } = startWithFile("one\n", options);
    const ben = await joinEngine(engine, fileId, EDITOR);
    const results = await Promise.all([
      put("one\ntwo\n", { base: 1 }),
      ben.edit((text) => text.insert(0, "zero\n")),
      put("one\nthree\n", { base: 1 }),
    ]);
    expect(results[1]).toHaveProperty("version");
    const { text } = await engine.readText(fileId);
    for (const line of ["zero", "one", "two", "three"]) expect(text.split(`${line}\n`), line).toHaveLength(2);
    expect(memory.textOf(fileId)).toBe(text);
  },
);

test("I9: while the database is away the caller hears it within a second, and the id is not used again", async () => {
  const memory = createMemoryLog();
  let away = false;
  const log: DocumentLog = {
    ...memory,
    load: async (fileId, upTo) => {
      if (away) throw new Error("connection lost");
      return memory.load(fileId, upTo);
    },
    append: async (entries) => {
      const results = await memory.append(entries); // stored, and the answer is lost
      if (away) throw new Error("connection lost");
      return results;
    },
  };
  const { engine, fileId, put } = startWithFile("one\n", { memory, log });
  await engine.readText(fileId);
  away = true;
  const since = performance.now();
  await expect(put("one\ntwo\n", { base: 1 })).rejects.toMatchObject({ code: "unavailable" });
  expect(performance.now() - since).toBeLessThan(1_500);
  away = false;
  await put("one\nthree\n", { base: 1 });
  const { text } = await engine.readText(fileId);
  expect(text.split("three\n")).toHaveLength(2);
  expect(text.split("two\n").length).toBeLessThanOrEqual(2);
  expect(memory.textOf(fileId)).toBe(text);
});

test("I9: If-Match is judged in the commit", async () => {
  const { engine, fileId } = startWithFile("one\n");
  const expectAt = (version: number) => ({
    fileId,
    userId: OWNER,
    content: "two\n",
    expect: { version, metaVersion: 1 },
  });
  await expect(engine.replaceText(expectAt(0))).rejects.toMatchObject({ code: "precondition_failed" });
  expect((await engine.replaceText(expectAt(1))).version).toBe(2);
  const racing = await Promise.allSettled(
    [1, 2, 3].map((n) => engine.replaceText({ ...expectAt(2), content: `${n}` })),
  );
  expect(racing.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
