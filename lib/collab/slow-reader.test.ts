import { afterEach, expect, test } from "vitest";
import { DOCUMENT_FACTOR } from "@/lib/contracts/limits";
import type { Refusal } from "@/lib/contracts/live";
import { joinEngine, person, startEngine } from "@/test-support/engine";
import { ENGINE_BOUNDS } from "./bounds";
import type { LiveEngine } from "./types";

const [OWNER, READER] = [1, 2];
const MAX_FILE_BYTES = 1_000;
const BACKLOG = ENGINE_BOUNDS.backlogDocuments * DOCUMENT_FACTOR * MAX_FILE_BYTES;
const engines: LiveEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});

test("who reads too slowly is ended with 4529 at the bound, not before, and others hear everything", async () => {
  const { engine, memory } = startEngine({ maxFileBytes: MAX_FILE_BYTES });
  engines.push(engine);
  const fileId = memory.createFile(OWNER, engine.seed(""));
  memory.setRole(fileId, READER, "viewer");
  const ann = await joinEngine(engine, fileId, OWNER);
  const quick = await joinEngine(engine, fileId, READER);
  const closed: Refusal[] = [];
  let backlog = 0;
  let heard = 0;
  const nothing = () => undefined;
  await engine.join(fileId, person(READER), {
    send: () => {
      heard += 1;
    },
    backlog: () => backlog,
    joined: nothing,
    renamed: nothing,
    role: nothing,
    user: nothing,
    feature: null,
    close: (refusal) => void closed.push(refusal),
  });
  const type = (word: string) => ann.edit((text) => text.insert(text.length, word));
  backlog = BACKLOG;
  await type("at the bound ");
  expect(closed).toEqual([]);
  const before = heard;
  backlog = BACKLOG + 1;
  await type("past it");
  expect(closed).toMatchObject([{ code: 4529 }]);
  expect(heard).toBe(before);
  await type(" and on");
  expect(closed).toHaveLength(1);
  expect(quick.text.toString()).toBe("at the bound past it and on");
});
