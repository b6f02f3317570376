import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { Manager } from "socket.io-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FeatureCalls } from "@/lib/collab/client-sync-features";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { FEATURE_EVENTS, REQUESTS } from "@/lib/contracts/features";
import type { FindingsEvent } from "@/lib/contracts/findings";
import { SocketChannel } from "./socket-channel";

/** The page's side of events and requests, over a real Socket.IO connection that drops. */
const state = (version: number): FindingsEvent => ({
  version,
  revision: 1,
  analyzed_at: null,
  items: [],
  applied: [],
  missing: [],
});
const JOINED = {
  ...{ file_id: 1, epoch: "00000000-0000-4000-8000-000000000000", version: 1, role: "owner" },
  ...{ name: "a.txt", language: "plaintext", user: { id: 1, name: "ada", color: "#d04a8c" } },
};
const WITHIN = { timeout: 6_000, interval: 10 };

let http: HttpServer;
let io: Server;
let channel: SocketChannel;
let calls: FeatureCalls;
let joins: number;
/** Answers the next request, when it is to be answered. */
let answer: ((ack: (answer: unknown) => void) => void) | null;

beforeEach(async () => {
  joins = 0;
  answer = null;
  http = createServer();
  io = new Server(http, { transports: ["websocket"] });
  io.of("/files/1").on("connection", (socket) => {
    joins += 1;
    socket.emit("joined", JOINED);
    socket.emit("findings", state(joins));
    socket.on("findings", (_payload, ack) => answer?.(ack));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const options = { transports: ["websocket"], autoConnect: false, reconnection: false };
  const manager = new Manager(`http://127.0.0.1:${port}`, options);
  channel = new SocketChannel(manager.socket("/files/1"), () => () => undefined);
  calls = new FeatureCalls(channel);
});
afterEach(async () => {
  channel.close();
  await io.close();
});

function open(): void {
  channel.open({
    joined: () => calls.joined(),
    feature: (name, payload) => calls.hear(name, payload),
    down: () => calls.disconnected(),
    closed: () => calls.disconnected(),
    ...{ message: ignore, renamed: ignore, role: ignore, user: ignore },
  });
}
const ignore = () => undefined;
const drop = () => io.of("/files/1").disconnectSockets();

test("a listener hears the state of each new connection, and nothing that is against the schema", async () => {
  const heard: number[] = [];
  const stop = calls.on(FEATURE_EVENTS.findings, ({ version }) => heard.push(version));
  open();
  await vi.waitFor(() => expect(heard).toEqual([1]), WITHIN);
  io.of("/files/1").emit("findings", { version: "newest" });
  io.of("/files/1").emit("findings", state(7));
  await vi.waitFor(() => expect(heard).toEqual([1, 7]), WITHIN);
  drop();
  await vi.waitFor(() => expect(heard).toEqual([1, 7, 2]), WITHIN);
  stop();
  drop();
  await vi.waitFor(() => expect(joins).toBe(3), WITHIN);
  io.of("/files/1").emit("findings", state(8));
  answer = (ack) => ack({ status: "open" }); // comes after what was said before
  await vi.waitFor(async () =>
    expect(await calls.request(REQUESTS.findings, { id: 1, status: "open" })).toEqual({ status: "open" }),
  );
  expect(heard).toEqual([1, 7, 2]);
});

test("a request is answered, or says that there is no connection, that it was lost, or that it cannot be read", async () => {
  const dismiss = () => calls.request(REQUESTS.findings, { id: 1, status: "dismissed" });
  const { databaseAway, invalid } = CLOSE_CODES;
  expect(await dismiss()).toMatchObject({ error: { code: databaseAway } });
  open();
  await vi.waitFor(() => expect(joins).toBe(1), WITHIN);
  answer = (ack) => ack({ status: "dismissed" });
  await vi.waitFor(async () => expect(await dismiss()).toEqual({ status: "dismissed" }), WITHIN);
  answer = (ack) => ack({ error: { code: 4404, detail: "No such finding." } });
  expect(await dismiss()).toEqual({ error: { code: 4404, detail: "No such finding." } });
  answer = (ack) => ack("nonsense");
  expect(await dismiss()).toMatchObject({ error: { code: invalid } });
  answer = drop;
  expect(await dismiss()).toMatchObject({ error: { code: databaseAway } });
});
