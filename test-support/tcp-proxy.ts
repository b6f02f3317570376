import { once } from "node:events";
import net from "node:net";

/** How a network, or what is at its other end, can fail. */
export type Fault =
  /** Everything passes. */
  | "none"
  /** Connections are refused, and those that exist are cut. */
  | "refuse"
  /** Connections are taken, and hung up on before a word is said. */
  | "hang-up"
  /** Bytes vanish in both directions, in old connections and in new ones. */
  | "vanish";

export interface TcpProxy {
  port: number;
  set(fault: Fault): Promise<void>;
  /** Cuts the connections there are; new ones pass. */
  cut(): void;
  /** What goes through the connections there are vanishes from now on; new ones pass. */
  swallow(): void;
  /** Everything takes so many milliseconds longer, either way. */
  lag(ms: number): void;
  /** How many connections were made since the start. */
  connections(): number;
  close(): Promise<void>;
}

/** Hands on what comes after so many milliseconds, asked for each time; never before what came earlier. */
function inOrder(pass: (bytes: Buffer) => void, lagMs: () => number): (bytes: Buffer) => void {
  const waiting: { bytes: Buffer; due: number }[] = [];
  const handOn = () => {
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      const early = first.due - performance.now();
      if (early > 0) return void setTimeout(handOn, early);
      waiting.shift();
      pass(first.bytes);
    }
  };
  return (bytes) => {
    waiting.push({ bytes, due: performance.now() + lagMs() });
    if (waiting.length === 1) handOn();
  };
}

/**
 * A TCP proxy on 127.0.0.1 in front of a port of this machine, to try what happens when the network fails. With a function
 * it is asked for each new connection which port that is, as a load balancer would choose.
 */
export async function startTcpProxy(target: number | (() => number)): Promise<TcpProxy> {
  const pairs = new Set<net.Socket>();
  const swallowed = new WeakSet<net.Socket>();
  let lagMs = 0;
  let fault: Fault = "none";
  let made = 0;
  const server = net.createServer((near) => {
    made += 1;
    near.on("error", () => near.destroy());
    if (fault === "hang-up") {
      near.resume(); // else its end would never be read
      near.end();
      return;
    }
    const far = net.connect(typeof target === "number" ? target : target(), "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      pairs.add(one);
      const pass = (bytes: Buffer) => {
        if (fault !== "vanish" && !swallowed.has(one) && !other.destroyed) other.write(bytes);
      };
      one.on(
        "data",
        inOrder(pass, () => lagMs),
      );
      one.on("error", () => one.destroy());
      one.on("close", () => {
        pairs.delete(one);
        if (fault !== "vanish" && !swallowed.has(one)) other.destroy();
      });
    }
  });
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const cut = () => {
    for (const socket of pairs) socket.resetAndDestroy();
  };
  const stopListening = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return {
    port: address.port,
    async set(next) {
      const was = fault;
      fault = next;
      if (was === "vanish" || next === "refuse" || next === "hang-up") cut();
      if (next === "refuse" && was !== "refuse") await stopListening();
      if (next !== "refuse" && was === "refuse") await listen(address.port);
    },
    cut,
    swallow() {
      for (const socket of pairs) swallowed.add(socket);
    },
    lag(ms) {
      lagMs = ms;
    },
    connections: () => made,
    async close() {
      cut();
      if (server.listening) await stopListening();
    },
  };
}
