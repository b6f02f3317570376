import http from "node:http";
import next from "next";

/**
 * The bare Next app behind the same kind of server as Tandem's. Its parent sends what it is to answer, by name, and is
 * told the port.
 */
process.once("message", async (/** @type {[string, string][]} */ bodies) => {
  Object.assign(globalThis, { [Symbol.for("tandem.bench")]: { bodies: new Map(bodies) } });
  const app = next({
    dev: false,
    dir: import.meta.dirname,
    hostname: "127.0.0.1",
    port: 0,
    httpServer: new http.Server(),
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = http.createServer((request, response) => void handle(request, response));
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ port: typeof address === "object" && address !== null ? address.port : 0 });
  });
});
