import { stat } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import type { Logger } from "@/lib/logger";
import { openRedis } from "./redis";

test("a standstill of our own is not taken for a Redis that is away", async () => {
  const said: string[] = [];
  const note = (_fields: object, message: string) => void said.push(message);
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  const link = openRedis(process.env.TEST_REDIS_URL ?? "", logger);
  try {
    await vi.waitFor(() => expect(said).toEqual(["Redis is in use."]), { timeout: 5_000 });
    await stat("."); // from here on among the sockets' turn: timers come next
    const answer = link.run((redis) => redis.ping());
    const until = performance.now() + 700; // longer than an answer may take
    while (performance.now() < until);
    expect(await answer).toBe("PONG");
    expect(said).toEqual(["Redis is in use."]);
  } finally {
    link.close();
  }
});
