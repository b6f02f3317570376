import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Server as SocketIoServer } from "socket.io";
import { io, type Socket } from "socket.io-client";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { FRAMED_MAX_BYTES, frameEvent, frameMessage, rememberLast } from "./frames";

/** The other side of every length that is written differently, and the longest. */
const LENGTHS = [0, 1, 125, 126, 127, 255, 256, 65_534, FRAMED_MAX_BYTES];
const messageOf = (length: number) => Uint8Array.from({ length }, (_, n) => n % 251);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return port;
}

test("a framed message is what a client of `ws` hears, among those that `ws` writes, in order", async () => {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  closing.push(() => sockets.close());
  sockets.on("connection", (socket, { socket: stream }) => {
    for (const length of LENGTHS) {
      stream.write(frameMessage(messageOf(length)));
      socket.send(`after ${length}`);
    }
  });
  const client = new WebSocket(`ws://127.0.0.1:${await listen(server)}`);
  closing.push(() => client.terminate());
  const heard: (string | Uint8Array)[] = [];
  client.on("message", (data, isBinary) => {
    if (!(data instanceof Buffer)) throw new Error("fragments");
    heard.push(isBinary ? Uint8Array.from(data) : data.toString());
  });
  await vi.waitFor(() => expect(heard).toHaveLength(2 * LENGTHS.length));
  expect(heard).toEqual(LENGTHS.flatMap((length) => [messageOf(length), `after ${length}`]));
});

test("a framed event is what a client of Socket.IO hears, among those that Socket.IO writes, in order", async () => {
  const server = createServer();
  const sockets = new SocketIoServer(server, { transports: ["websocket"] });
  closing.push(() => sockets.close());
  sockets.of("/files/7").on("connection", (socket) => {
    socket.on("go", () => {
      for (const length of LENGTHS)
        socket.conn.request.socket.write(frameEvent(messageOf(length), socket.nsp.name));
      socket.emit("message", messageOf(3));
    });
  });
  const client: Socket = io(`http://127.0.0.1:${await listen(server)}/files/7`, {
    transports: ["websocket"],
    forceNew: true,
  });
  closing.push(() => client.disconnect());
  const heard: Uint8Array[] = [];
  client.on("message", (data: Buffer) => heard.push(Uint8Array.from(data)));
  await new Promise<void>((resolve) => client.once("connect", resolve));
  client.emit("go");
  await vi.waitFor(() => expect(heard).toHaveLength(LENGTHS.length + 1));
  expect(heard).toEqual([...LENGTHS, 3].map(messageOf));
});

describe("what is longer is not framed here", () => {
  test.each([frameMessage, (message: Uint8Array) => frameEvent(message, "/files/7")])("%s", (frame) => {
    expect(() => frame(messageOf(FRAMED_MAX_BYTES + 1))).toThrow(RangeError);
  });
});

test("a message is framed once in a row, and anew for another file", () => {
  const make = vi.fn(frameEvent);
  const framed = rememberLast(make);
  const [one, two] = [messageOf(1), messageOf(1)];
  const of = (message: Uint8Array, file: number) => framed(message, `/files/${file}`).toString("latin1");
  expect(of(one, 7)).toBe(of(one, 7));
  expect(make).toHaveBeenCalledTimes(1);
  expect(of(one, 8)).toContain("/files/8,");
  expect(of(two, 8)).toContain("/files/8,");
  expect(make).toHaveBeenCalledTimes(3);
});
