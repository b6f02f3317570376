import { expect, vi } from "vitest";
import { call } from "./api";
import { createDatabase } from "./postgres-database";
import { type StartOptions, startServer, type TestServer } from "./server";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy";

export interface TwoServers {
  servers: [TestServer, TestServer];
  secretKey: string;
  /** Between both of them and Redis. */
  redis: TcpProxy;
  /** Resolves once both say that they are ready, and which of their parts are away. */
  untilReady(degraded?: string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Two built servers on one PostgreSQL and one Redis, which can be taken away. `stop` them. */
export async function startTwoServers(
  env: Record<string, string>,
  options: Omit<StartOptions, "env"> = {},
): Promise<TwoServers> {
  const database = await createDatabase();
  const redis = await startTcpProxy(Number(new URL(process.env.TEST_REDIS_URL ?? "").port));
  const secretKey = `only-for-this-test-${process.pid}-0123456789abcdef`;
  const shared = {
    DATABASE_URL: database.url,
    SECRET_KEY: secretKey,
    REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    ...env,
  };
  const start = () => startServer({ ...options, env: shared });
  const servers = await Promise.all([start(), start()]);
  return {
    servers,
    secretKey,
    redis,
    untilReady: (degraded) =>
      vi.waitFor(
        async () => {
          for (const { url } of servers) {
            const { status, body } = await call(url, "GET", "/health/ready");
            expect([status, body]).toEqual([200, { status: "ready", ...(degraded && { degraded }) }]);
          }
        },
        { timeout: 10_000, interval: 50 },
      ),
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
      await redis.close();
      await database.drop();
    },
  };
}
