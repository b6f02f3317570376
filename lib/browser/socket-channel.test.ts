import { createServer, type Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import { Manager } from "socket.io-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ChannelHandlers } from "@/lib/collab/client-sync-types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { Joined } from "@/lib/contracts/live";
import { startTcpProxy, type TcpProxy } from "@/test-support/tcp-proxy";
import { type NetworkChanges, watchClock } from "./network-watch";
import { SocketChannel } from "./socket-channel";

/** The browser's road behind a network that fails, against a real Socket.IO server that answers every message. */

const JOINED: Joined = {
  file_id: 1,
  epoch: "00000000-0000-4000-8000-000000000000",
  version: 1,
  role: "collaborator",
  name: "a.txt",
  language: "plaintext",
  user: { id: 1, name: "ada", color: "#d04a8c" },
};
/** A probe may take 3 s, and a connection some more. */
const WITHIN = { timeout: 6_000, interval: 20 };

let http: HttpServer;
let io: Server;
let proxy: TcpProxy;
let channel: SocketChannel;
let browser: NetworkChanges;
let told: string[];

const handlers: ChannelHandlers = {
  joined: () => void told.push("joined"),
  message: () => void told.push("message"),
  renamed: () => undefined,
  role: () => undefined,
  user: () => undefined,
  feature: (name, payload) => void told.push(`${name} ${JSON.stringify(payload)}`),
  down: (why) => void told.push(why.kind === "reconnecting" && why.restarting ? "restarting" : why.kind),
  closed: ({ code }) => void told.push(`closed ${code}`),
};
const joins = () => told.filter((one) => one === "joined").length;

beforeEach(async () => {
  told = [];
  http = createServer();
  // No pings: what is noticed here is noticed by the page itself.
  io = new Server(http, { transports: ["websocket"], pingInterval: 60_000, pingTimeout: 60_000 });
  io.of("/files/1").on("connection", (socket) => {
    socket.emit("joined", JOINED);
    socket.on("message", () => socket.emit("message", Buffer.of(1)));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  proxy = await startTcpProxy(address.port);
  const manager = new Manager(`http://127.0.0.1:${proxy.port}`, {
    transports: ["websocket"],
    autoConnect: false,
    reconnection: false,
  });
  channel = new SocketChannel(manager.socket("/files/1"), (changes) => {
    browser = changes;
    return () => undefined;
  });
  channel.open(handlers);
  await vi.waitFor(() => expect(joins()).toBe(1), WITHIN);
});

afterEach(async () => {
  channel.close();
  await proxy.close();
  await io.close();
});

test("a connection that died while the computer slept is given up on waking, and another is made", async () => {
  await proxy.set("vanish");
  browser.woke();
  await vi.waitFor(() => expect(told).toContain("reconnecting"), WITHIN);
  await proxy.set("none");
  await vi.waitFor(() => expect(joins()).toBe(2), WITHIN);
});

test("waking with a connection that lives changes nothing, however often", async () => {
  for (const answers of [1, 2]) {
    browser.woke();
    browser.online(); // asked already
    await vi.waitFor(() => expect(told.filter((one) => one === "message")).toHaveLength(answers), WITHIN);
  }
  expect(told).toEqual(["joined", "message", "message"]);
});

test("waking without a connection does not wait for the next try", async () => {
  vi.spyOn(Math, "random").mockReturnValue(1);
  await proxy.set("refuse");
  await vi.waitFor(() => expect(told.filter((one) => one === "reconnecting").length).toBeGreaterThan(6), {
    timeout: 10_000,
  });
  await proxy.set("none");
  const before = performance.now();
  browser.woke();
  await vi.waitFor(() => expect(joins()).toBe(2), WITHIN);
  expect(performance.now() - before).toBeLessThan(1_000);
  vi.restoreAllMocks();
}, 20_000);

test("a server that restarts is told apart until it is back", async () => {
  io.of("/files/1").emit("closed", { code: CLOSE_CODES.restarting, detail: "The server is restarting." });
  io.of("/files/1").disconnectSockets();
  await vi.waitFor(() => expect(joins()).toBe(2), WITHIN);
  expect(told).toContain("restarting");
  proxy.cut();
  await vi.waitFor(() => expect(joins()).toBe(3), WITHIN);
  expect(told.slice(told.lastIndexOf("restarting"))).toContain("reconnecting");
});

test("a computer that slept is noticed by the clock, a busy one is not taken for it", () => {
  vi.useFakeTimers();
  const slept = vi.fn();
  const stop = watchClock(slept);
  vi.advanceTimersByTime(60_000);
  expect(slept).not.toHaveBeenCalled();
  vi.setSystemTime(Date.now() + 10 * 60_000); // no timer ran meanwhile
  vi.advanceTimersByTime(5_000);
  expect(slept).toHaveBeenCalledTimes(1);
  stop();
  vi.setSystemTime(Date.now() + 60_000);
  vi.advanceTimersByTime(5_000);
  expect(slept).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});
