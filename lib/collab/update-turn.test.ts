import { afterEach, expect, test } from "vitest";
import { joinEngine, startEngine } from "@/test-support/engine";
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
