import { expect, test, vi } from "vitest";
import { SESSION_USE_EVERY_MS } from "@/lib/contracts/limits";
import { createLogger } from "@/lib/logger";
import { createSessionUse } from "./session-use";

test("use is written once a minute for each session, and again when it could not be", async () => {
  const written: string[][] = [];
  let away = false;
  let time = SESSION_USE_EVERY_MS;
  const touch = async (ids: readonly string[]) => {
    if (away) throw new Error("the database is away");
    written.push([...ids]);
  };
  const used = createSessionUse({ sessions: { touch }, logger: createLogger("silent") }, () => time);
  used(["a"]);
  used(["a", "b"]);
  used([]);
  used(["b", "a"]);
  expect(written).toEqual([["a"], ["b"]]);
  time += SESSION_USE_EVERY_MS - 1;
  used(["a", "b"]);
  expect(written).toHaveLength(2);
  time += 1;
  away = true;
  used(["a", "b"]);
  away = false;
  await vi.waitFor(() => {
    used(["a", "b"]);
    expect(written.slice(2)).toEqual([["a", "b"]]);
  });
});
