import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { Redis } from "ioredis";
import { locatePostgres, makeCluster, runCluster } from "@/scripts/lib/postgres.mjs";
import { locateRedis, startRedis } from "@/scripts/lib/redis.mjs";
import { freePort } from "@/scripts/lib/throw-away.mjs";

/** A PostgreSQL or a Redis of one's own, that a test may take away. `stop` it. */
export interface Mortal {
  url: string;
  /** SIGKILL, to all its processes: as a power cut. */
  kill(): Promise<void>;
  /** Starts it again on the same port: PostgreSQL with what was committed, Redis empty. */
  start(): Promise<void>;
  /** SIGSTOP, to all its processes: connections stay and nothing answers. */
  freeze(): Promise<void>;
  thaw(): void;
  stop(): Promise<void>;
}

function mortal(pidsNow: () => Promise<number[]> | number[]): Pick<Mortal, "freeze" | "thaw" | "kill"> {
  let frozen: number[] = [];
  const signal = (name: NodeJS.Signals, pids: readonly number[]) => {
    // One of PostgreSQL's processes may have ended since they were counted.
    for (const pid of pids) spawnSync("kill", ["-s", name.slice("SIG".length), String(pid)]);
  };
  return {
    async freeze() {
      frozen = await pidsNow();
      signal("SIGSTOP", frozen);
    },
    thaw: () => signal("SIGCONT", frozen.splice(0)),
    kill: async () => signal("SIGKILL", await pidsNow()),
  };
}

export async function startMortalPostgres(): Promise<Mortal> {
  const bin = locatePostgres();
  const cluster = makeCluster(bin, await freePort());
  const run = () => runCluster(bin, cluster, { kept: true });
  let end = await run();
  const { freeze, thaw, kill } = mortal(() => {
    const file = path.join(cluster.folder, "data", "postmaster.pid");
    const postmaster = readFileSync(file, "utf8").split("\n")[0] ?? "";
    const { stdout } = spawnSync("ps", ["-o", "pid=", "--ppid", postmaster], { encoding: "utf8" });
    return [postmaster, ...stdout.trim().split("\n")].map(Number);
  });
  return {
    url: cluster.url,
    freeze,
    thaw,
    async kill() {
      await kill();
      await end();
    },
    async start() {
      end = await run();
    },
    async stop() {
      thaw();
      await end();
      rmSync(cluster.folder, { recursive: true, force: true });
    },
  };
}

export async function startMortalRedis(): Promise<Mortal> {
  let redis = await startRedis(locateRedis());
  const { url, port } = redis;
  const { freeze, thaw, kill } = mortal(async () => {
    const client = new Redis(url);
    const info = await client.info("server");
    client.disconnect();
    return [Number(/process_id:(\d+)/.exec(info)?.[1])];
  });
  return {
    url,
    freeze,
    thaw,
    async kill() {
      await kill();
      await redis.stop();
    },
    async start() {
      redis = await startRedis(locateRedis(), { port });
    },
    async stop() {
      thaw();
      await redis.stop();
    },
  };
}
