import http from "node:http";
import type { AddressInfo } from "node:net";
import { io, type Socket } from "socket.io-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { createRateLimiter } from "@/lib/access/rate-limiter";
import type { LiveFeatures } from "@/lib/collab/live-features";
import type { LiveEngine } from "@/lib/collab/types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { REQUEST_LENGTH } from "@/lib/contracts/limits";
import { createLogger } from "@/lib/logger";
import { person, startEngine } from "@/test-support/engine";
import { createLiveEdits, type LiveEdits } from "./live-edits";

/** What features tell and are asked, over real sockets to the engine on a log in memory. */
const [OWNER, VIEWER] = [1, 2];

let server: http.Server;
let live: LiveEdits;
let engine: LiveEngine;
let features: LiveFeatures;
let fileId: number;
let sockets: Socket[];

beforeEach(async () => {
  const started = startEngine();
  ({ engine, features } = started);
  fileId = started.memory.createFile(OWNER, engine.seed("hello\n"));
  started.memory.setRole(fileId, VIEWER, "viewer");
  live = createLiveEdits({
    env: { maxFileBytes: 1_000_000, publicUrl: undefined, rateLimits: true },
    engine,
    logger: createLogger("silent"),
    rateLimiter: createRateLimiter(true),
    authenticate: async ({ token }) => ({
      ...person(Number(token)),
      ...{ email: "", kind: "bearer", expiresAt: new Date(Date.now() + 60_000) },
    }),
  });
  server = http.createServer();
  server.on("upgrade", live.upgrade);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.disconnect();
  await live.stop();
  server.close();
});

/** Joined; every event that the server sends is noted by name, with what it carries. */
async function join(userId: number) {
  const { port } = server.address() as AddressInfo;
  const socket = io(`http://127.0.0.1:${port}/files/${fileId}`, {
    transports: ["websocket"],
    auth: { token: String(userId) },
    forceNew: true,
    reconnection: false,
  });
  sockets.push(socket);
  const heard: [name: string, payload: unknown][] = [];
  socket.onAny((name: string, payload: unknown) => heard.push([name, payload]));
  await vi.waitFor(() => expect(heard[0]?.[0]).toBe("joined"));
  return { socket, heard, events: () => heard.filter(([name]) => name !== "message").slice(1) };
}

const ask = (socket: Socket, name: string, ...said: unknown[]): Promise<unknown> =>
  socket.timeout(2_000).emitWithAck(name, ...said);

test("state and events of a feature come under their own name, after `joined`", async () => {
  const payload = { version: 3, revision: 1, analyzed_at: null, items: [], applied: [], missing: [] };
  features.state("findings", async () => ({ name: "findings", payload }));
  const { events } = await join(OWNER);
  const text = { kind: "status", run_id: 1, text: "Reading 😀" } as const;
  await vi.waitFor(() => expect(events()).toHaveLength(1));
  engine.tell(fileId, { name: "assistant", payload: text });
  await vi.waitFor(() => expect(events()).toHaveLength(2));
  expect(events()).toEqual([
    ["findings", payload],
    ["assistant", text],
  ]);
});

test("requests are answered by their acknowledgement; unknown, malformed or without one they harm nothing", async () => {
  const kind = {
    name: "echo",
    payload: z.object({ say: z.string() }),
    answer: z.object({ said: z.string() }),
  };
  const handle = vi.fn(async (_caller: unknown, { say }: { say: string }) => ({ said: say }));
  features.answer(kind, { action: "file:edit", handle });
  const [ada, vic] = [await join(OWNER), await join(VIEWER)];
  expect(await ask(ada.socket, "echo", { say: "hello" })).toEqual({ said: "hello" });
  expect(await ask(vic.socket, "echo", { say: "hello" })).toMatchObject({
    error: { code: CLOSE_CODES.removed },
  });
  const invalid = { error: { code: CLOSE_CODES.invalid } };
  expect(await ask(ada.socket, "echo")).toMatchObject(invalid);
  expect(await ask(ada.socket, "echo", { say: new Uint8Array(3) })).toMatchObject(invalid);
  expect(await ask(ada.socket, "never heard of", { say: "x" }, 2, 3)).toMatchObject(invalid);
  ada.socket.emit("echo", { say: "nobody waits" });
  ada.socket.emit("never heard of");
  await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(2));
  expect(await ask(ada.socket, "echo", { say: "still here" })).toEqual({ said: "still here" });
});

test("a text longer than any request ends the connection before it is parsed", async () => {
  const { socket } = await join(OWNER);
  const ended = new Promise((resolve) => socket.once("disconnect", resolve));
  socket.emit("findings", { text: "x".repeat(REQUEST_LENGTH) });
  expect(await ended).toBe("transport close");
});
