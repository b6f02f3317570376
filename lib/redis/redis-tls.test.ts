import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { locateRedis, startRedis } from "@/scripts/lib/redis.mjs";
import { freePort } from "@/scripts/lib/throw-away.mjs";
import { makeCertificates } from "@/test-support/certificates";
import { startServer } from "@/test-support/server";

/** rediss:// as managed ones hand it out: certificates hold names, and a cluster names its nodes by them. */

const folder = mkdtempSync(path.join(tmpdir(), "tandem-redis-tls-"));
const inFolder = (name: string) => path.join(folder, name);
beforeAll(() => makeCertificates(folder));
afterAll(() => rmSync(folder, { recursive: true }));

const CLUSTER = [
  ["cluster-enabled", "yes"],
  ["tls-cluster", "yes"], // else nodes are told with the ports that speak no TLS
  ["cluster-announce-hostname", "localhost"],
  ["cluster-preferred-endpoint-type", "hostname"],
];

test.each([
  ["one Redis", []],
  ["a Redis Cluster", CLUSTER],
])("%s is in use over TLS", async (_name, settings) => {
  const tlsPort = String(await freePort());
  const all = [
    ...settings,
    ...(settings.length > 0 ? [["cluster-port", String(await freePort())]] : []),
    ["tls-port", tlsPort],
    ["tls-cert-file", inFolder("server.crt")],
    ["tls-key-file", inFolder("server.key")],
    ["tls-ca-cert-file", inFolder("ca.crt")],
    ["tls-auth-clients", "no"],
  ];
  const redis = await startRedis(locateRedis(), {
    args: all.flatMap(([name, value]) => [`--${name}`, String(value)]),
  });
  if (settings.length > 0) {
    const admin = new Redis(redis.port, "127.0.0.1");
    await admin.cluster("ADDSLOTSRANGE", 0, 16_383);
    await vi.waitFor(async () => expect(await admin.cluster("INFO")).toContain("cluster_state:ok"), 10_000);
    admin.disconnect();
  }
  const env = { REDIS_URL: `rediss://localhost:${tlsPort}`, NODE_EXTRA_CA_CERTS: inFolder("ca.crt") };
  const server = await startServer({ env });
  try {
    const ready = async () => (await fetch(`${server.url}/api/v1/health/ready`)).json();
    await vi.waitFor(async () => expect(await ready()).not.toHaveProperty("degraded"), 10_000);
    expect(server.output()).toContain("other processes are heard");
  } finally {
    await server.stop();
    await redis.stop();
  }
});
