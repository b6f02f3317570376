import { afterAll, expect, test, vi } from "vitest";
import { createAccount, createFile, getFile } from "@/test-support/api";
import { openDesk } from "@/test-support/desk";
import { createPart, type DrawnFault, drawFaults, type Part } from "@/test-support/drawn-faults";
import { startForgetfulPeople } from "@/test-support/forgetful-people";
import { type Mortal, startMortalPostgres, startMortalRedis } from "@/test-support/mortal";
import { createDatabase } from "@/test-support/postgres-database";
import { seededRandom, testSeed } from "@/test-support/random";
import { watchReadiness } from "@/test-support/readiness-watch";
import { startServer, type TestServer } from "@/test-support/server";
import { startTcpProxy, type TcpProxy } from "@/test-support/tcp-proxy";
import { lostOrDoubled } from "@/test-support/typists";

/**
 * Everything that may fail fails at random, also at once, for TEST_SECONDS seconds under people who type: PostgreSQL,
 * Redis, both server processes and the network in front of them.
 */

const SECONDS = Number(process.env.TEST_SECONDS ?? 180);
const EVERY_MS = 25;
const FORGETFUL_EVERY_MS = 60;
/** From when everything is there again; a page waits up to 10 s between two tries. */
const CONVERGED_WITHIN_MS = 40_000;
const START_TRIES = 3;
const LAG_MAX_MS = 400;

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const say = (line: string) => void process.stdout.write(`${line}\n`);

const mortalFaults = (mortal: Mortal): DrawnFault[] => [
  { name: "killed", begin: mortal.kill, end: mortal.start },
  { name: "frozen", begin: mortal.freeze, end: mortal.thaw },
];

/** One server process, which has another port in each of its lives, behind a network of its own. */
async function startBehindNetwork(env: Record<string, string>, seed: number) {
  // As whoever keeps a process running: while PostgreSQL is away it may end before it listens.
  const start = async (triesLeft = START_TRIES): Promise<TestServer> =>
    startServer({ env }).catch((error: unknown) => {
      if (triesLeft === 0) throw error;
      return start(triesLeft - 1);
    });
  let server = await start();
  const again = async () => {
    server = await start();
  };
  const network = await startTcpProxy(() => server.port);
  ends.push(() => server.stop(), network.close);
  const process: DrawnFault[] = [
    { name: "killed", begin: () => server.kill(), end: again },
    { name: "stopped", begin: () => server.stop(), end: again },
    { name: "frozen", begin: () => server.freeze(), end: () => server.thaw() },
  ];
  const url = `http://127.0.0.1:${network.port}`;
  return { url, direct: () => server.url, process, network: networkFaults(network, seed) };
}

function networkFaults(network: TcpProxy, seed: number): DrawnFault[] {
  const random = seededRandom(seed);
  return [
    { name: "cut", begin: network.cut, end: network.cut },
    { name: "slow", begin: () => network.lag(random() * LAG_MAX_MS), end: () => network.lag(0) },
    { name: "away", begin: () => network.set("refuse"), end: () => network.set("none") },
    { name: "silent", begin: () => network.set("vanish"), end: () => network.set("none") },
  ];
}

async function startEverything(seed: number) {
  const [postgresServer, redisServer] = await Promise.all([startMortalPostgres(), startMortalRedis()]);
  ends.push(postgresServer.stop, redisServer.stop);
  const env = {
    DATABASE_URL: (await createDatabase(postgresServer.url)).url,
    REDIS_URL: redisServer.url,
    SECRET_KEY: `only-for-this-test-${process.pid}-0123456789abcdef`,
  };
  const postgres = createPart("PostgreSQL", mortalFaults(postgresServer));
  const redis = createPart("Redis", mortalFaults(redisServer));
  const parts: Part[] = [postgres, redis];
  const servers = await Promise.all([startBehindNetwork(env, seed), startBehindNetwork(env, seed + 1)]);
  const watched = servers.map(({ direct, process, network }, n) => {
    const server = createPart(`server ${n}`, process);
    parts.push(server, createPart(`the network of server ${n}`, network));
    return { name: server.name, url: direct, server, postgres, redis };
  });
  return { parts, watched, urls: servers.map(({ url }) => url) };
}

test(
  "I1, I3, I7: faults drawn at random lose and double nothing that was typed, shown or acknowledged, and readiness tells the truth",
  async () => {
    const seed = testSeed();
    say(`faults of seed ${seed}, for ${SECONDS} s`);
    const { parts, watched, urls } = await startEverything(seed);
    const [rest = ""] = urls;
    const { token } = await createAccount(rest, "ann");
    const [kept, forgotten] = [
      await createFile(rest, token, "kept.txt"),
      await createFile(rest, token, "forgotten.txt"),
    ];
    const desk = await openDesk({
      ...{ fileId: kept.id, token, rest, pages: urls, stock: urls },
      ...{ seed, everyMs: EVERY_MS, convergedWithinMs: CONVERGED_WITHIN_MS },
    });
    ends.push(desk.leave);
    const people = startForgetfulPeople({
      ...{ urls, fileId: forgotten.id, token, seed, everyMs: FORGETFUL_EVERY_MS },
    });
    ends.push(people.leave);
    const readiness = watchReadiness(watched);
    ends.push(readiness.stop);

    const faults = await drawFaults(parts, { seed, forMs: SECONDS * 1_000, say });
    await desk.finish();
    const shownNow = await people.stop();
    await readiness.stop();
    const content = await vi.waitFor(async () => {
      const file = await getFile(rest, token, forgotten.id);
      for (const text of shownNow()) expect(text, `seed ${seed}`).toBe(file.content);
      return file.content;
    }, CONVERGED_WITHIN_MS);
    const promised = new Set([...people.acknowledged, ...people.shown]);
    const counts = {
      ...{ faults, words: desk.typing.words.length, joins: people.joins() },
      ...{ acknowledged: people.acknowledged.size, shown: people.shown.size },
    };
    say(`seed ${seed}: ${JSON.stringify(counts)}, answers on readiness: ${JSON.stringify(readiness.judged)}`);
    expect(lostOrDoubled([...promised], content), `seed ${seed}`).toEqual([]);
    expect(people.refused, `seed ${seed}`).toEqual([]);
    expect(readiness.untrue, `seed ${seed}`).toEqual([]);
    expect(Math.min(faults, people.joins(), promised.size), `seed ${seed}`).toBeGreaterThan(SECONDS / 10);
  },
  SECONDS * 1_000 + 300_000,
);
