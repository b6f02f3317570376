import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { clientAddress, type ForwardTrust, requestOrigin, stampForwarded } from "./client-address";

/** What handlers make of a request from 10.0.0.9 to `code.lan:8000`, once the headers are stamped. */
function seenBy(trust: Partial<ForwardTrust>, headers: Record<string, string>, remote = "10.0.0.9") {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: remote });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, { host: "code.lan:8000", ...headers });
  stampForwarded(request, { trustProxy: 0, publicUrl: undefined, ...trust });
  const stamped = new Headers();
  for (const [name, value] of Object.entries(request.headers)) stamped.set(name, String(value));
  return { address: clientAddress(stamped), origin: requestOrigin(stamped), headers: request.headers };
}

const FORGED = {
  "x-forwarded-for": "6.6.6.6",
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "https",
  "x-forwarded-port": "443",
  "x-real-ip": "6.6.6.6",
  forwarded: "for=6.6.6.6;host=evil.example",
};

test("without trusted proxies nothing that is forwarded is believed", () => {
  const { address, origin, headers } = seenBy({}, FORGED);
  expect(address).toBe("10.0.0.9");
  expect(origin).toBe("http://code.lan:8000");
  for (const name of ["x-forwarded-port", "x-real-ip", "forwarded"]) expect(headers).not.toHaveProperty(name);
});

test("an IPv4 caller on an IPv6 socket is called as it is known", () => {
  expect(seenBy({}, {}, "::ffff:10.0.0.9").address).toBe("10.0.0.9");
});

test.each([
  [1, "6.6.6.6, 1.2.3.4", "1.2.3.4"],
  [2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"],
  [2, "1.2.3.4", "1.2.3.4"],
  [1, " 1.2.3.4 ", "1.2.3.4"],
  [1, "", "10.0.0.9"],
])(
  "with %i trusted, %j means %s: what callers wrote in front is left aside",
  (trustProxy, forwarded, address) => {
    expect(seenBy({ trustProxy }, { "x-forwarded-for": forwarded }).address).toBe(address);
  },
);

test("a trusted proxy's host and protocol are the ones people use", () => {
  const forwarded = { "x-forwarded-host": "code.example.com", "x-forwarded-proto": "https" };
  expect(seenBy({ trustProxy: 1 }, forwarded).origin).toBe("https://code.example.com");
  expect(seenBy({ trustProxy: 1 }, {}).origin).toBe("http://code.lan:8000");
  expect(seenBy({ trustProxy: 1 }, { "x-forwarded-proto": "gopher" }).origin).toBe("http://code.lan:8000");
});

test("PUBLIC_URL is the origin whatever a request says", () => {
  expect(seenBy({ publicUrl: "https://code.example.com", trustProxy: 1 }, FORGED).origin).toBe(
    "https://code.example.com",
  );
});
