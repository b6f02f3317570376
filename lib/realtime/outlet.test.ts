import { createServer } from "node:http";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import { afterEach, expect, test, vi } from "vitest";
import type { FileServer } from "./events";
import { FRAMED_MAX_BYTES } from "./frames";
import { createOutlet, type Outlet } from "./outlet";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).toReversed()) close();
});

/** A person's Socket.IO connection, the outlet to it, and what it has heard. */
async function connect() {
  const server = createServer();
  const sockets: FileServer = new Server(server, { transports: ["websocket"], perMessageDeflate: false });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const joined = new Promise<Outlet>((resolve) => {
    sockets.of("/files/7").on("connection", (socket) => resolve(createOutlet(socket)));
  });
  const client = io(`http://127.0.0.1:${port}/files/7`, { transports: ["websocket"], forceNew: true });
  closing.push(() => client.disconnect());
  const heard: unknown[] = [];
  client.on("message", (bytes: Buffer) => heard.push(bytes.length));
  client.on("renamed", ({ name }: { name: string }) => heard.push(name));
  return { client, heard, outlet: await joined };
}

/** engine.io-client has a `ws` of its own. */
const isPausable = (value: unknown): value is { pause(): void; resume(): void } =>
  typeof value === "object" && value !== null && "pause" in value && "resume" in value;

test("messages keep their place among events, before the join is confirmed and after, short and long", async () => {
  const { heard, outlet } = await connect();
  const said: unknown[] = [];
  const send = (length: number) => {
    said.push(length);
    outlet.send(new Uint8Array(length));
  };
  const rename = (name: string) => {
    said.push(name);
    outlet.renamed({ name, language: "plaintext" });
  };
  send(1);
  rename("a");
  outlet.open();
  send(2);
  send(FRAMED_MAX_BYTES + 1);
  send(3);
  rename("b");
  send(4);
  await vi.waitFor(() => expect(heard).toEqual(said));
  // Nothing is under way any more: what follows is written directly.
  send(5);
  send(6);
  rename("c");
  send(7);
  await vi.waitFor(() => expect(heard).toEqual(said));
});

test("what somebody has not read is their backlog, however it was sent, and is gone once they read on", async () => {
  const { client, heard, outlet } = await connect();
  outlet.open();
  outlet.send(new Uint8Array(1));
  await vi.waitFor(() => expect(heard).toEqual([1]));
  expect(outlet.backlog()).toBe(0);
  const { transport } = client.io.engine;
  if (!("ws" in transport) || !isPausable(transport.ws)) throw new Error("no WebSocket of `ws`");
  const socket = transport.ws;
  socket.pause();
  let sent = 0;
  while (outlet.backlog() < 4 * FRAMED_MAX_BYTES) {
    outlet.send(new Uint8Array(FRAMED_MAX_BYTES));
    sent += 1;
    await new Promise(setImmediate);
  }
  outlet.renamed({ name: "a", language: "plaintext" });
  outlet.send(new Uint8Array(FRAMED_MAX_BYTES)); // kept back behind the event
  expect(outlet.backlog()).toBeGreaterThanOrEqual(5 * FRAMED_MAX_BYTES);
  socket.resume();
  await vi.waitFor(() => expect(heard).toHaveLength(1 + sent + 2));
  expect(outlet.backlog()).toBe(0);
});
