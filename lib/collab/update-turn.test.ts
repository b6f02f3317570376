import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { joinEngine, startEngine } from "@/test-support/engine";
import { syncStep1Message } from "./messages";
import type { LiveEngine } from "./types";

const [OWNER, REMOVED, EDITOR] = [1, 2, 3];
const engines: LiveEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});

test.each([
  ["the same text", 0, 5],
  ["that text and more", 0, 9],
])(
  "I1: who deletes %s together with somebody whose entry is refused is told when it is stored",
  async (_what, at, length) => {
    const { engine, memory } = startEngine();
    engines.push(engine);
    const fileId = memory.createFile(OWNER, engine.seed("gone and kept"));
    for (const user of [REMOVED, EDITOR]) memory.setRole(fileId, user, "collaborator");
    const removed = await joinEngine(engine, fileId, REMOVED);
    const editor = await joinEngine(engine, fileId, EDITOR);
    await expect.poll(() => String(removed.text) + String(editor.text)).toBe("gone and kept".repeat(2));
    memory.setRole(fileId, REMOVED, null); // and this process has not heard of it yet
    const refused = removed.edit((text) => text.delete(0, 5));
    const answer = await editor.edit((text) => text.delete(at, length));
    expect(await refused).toHaveProperty("error");
    expect(answer).toHaveProperty("version");
    expect(memory.textOf(fileId)).toBe("gone and kept".slice(length));
  },
);

test("I2: who asks for the state with another document hears what it had sent from the one before", async () => {
  const { engine, memory } = startEngine();
  engines.push(engine);
  const fileId = memory.createFile(OWNER, engine.seed("here"));
  const owner = await joinEngine(engine, fileId, OWNER);
  await expect.poll(() => String(owner.text)).toBe("here");
  const stored = owner.edit((text) => text.insert(4, " and there")); // waits for its turn
  owner.connection.receive(syncStep1Message(Y.encodeStateVector(new Y.Doc())));
  expect(await stored).toHaveProperty("version");
  expect(owner.heard).toHaveLength(1);
  await owner.edit((text) => text.insert(0, "only "));
  expect(owner.heard).toHaveLength(1);
});
