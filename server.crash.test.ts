import { rm } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import { type Account, createAccount, createFile, getFile, invite } from "@/test-support/api";
import { newDataDir } from "@/test-support/data-dir";
import { connectLive, type LiveClient } from "@/test-support/live-client";
import { createDatabase } from "@/test-support/postgres-database";
import { seededRandom, testSeed } from "@/test-support/random";
import { startServer } from "@/test-support/server";

/** I1, from outside: whatever anyone was shown, or was told is saved, survives a kill at any moment. */

const KILLS = 30;
const TYPISTS = 3;
/** From the moment that everybody types. */
const LONGEST_LIFE_MS = 600;
/** Fewer would mean that hardly anybody typed when the server was killed. */
const WORDS_MIN = 500;
const LIMIT_MS = 360_000;
const cleanUps: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
});

interface Round {
  /** Words whose sender was told they are saved. */
  acknowledged: Set<string>;
  /** Words that another client was shown. */
  shown: Set<string>;
}

/** Types words until the connection ends; an edit waits for nothing, so many are under way when the server dies. */
async function typeUntilDead(
  client: LiveClient,
  name: string,
  round: Round,
  random: () => number,
): Promise<void> {
  for (let n = 0; client.socket.connected; n += 1) {
    const word = `<${name}.${n}>`;
    const place = Math.floor(random() * (client.text.length + 1));
    // Never inside another word: words are found again as they were typed.
    const boundary = client.text.toString().lastIndexOf(">", place) + 1;
    void client
      .edit((text) => text.insert(boundary, word))
      .then(
        (answer) => {
          if ("version" in answer) round.acknowledged.add(word);
        },
        () => undefined, // the kill; what was not acknowledged may be lost
      );
    await new Promise((resolve) => setTimeout(resolve, random() * 8));
  }
}

function watch(client: LiveClient, own: string, round: Round): void {
  client.text.observe((event, transaction) => {
    if (transaction.local) return;
    for (const part of event.changes.delta) {
      if (typeof part.insert !== "string") continue;
      for (const word of part.insert.match(/<[^<>]+>/g) ?? []) {
        if (!word.startsWith(`<${own}.`)) round.shown.add(word);
      }
    }
  });
}

async function crashRounds(seed: number, env: Record<string, string>): Promise<{ words: number }> {
  const random = seededRandom(seed);
  const dataDir = await newDataDir();
  cleanUps.push(() => rm(dataDir, { recursive: true, force: true }));
  let server = await startServer({ dataDir, env });
  cleanUps.push(async () => void (await server.stop()));
  const people: Account[] = [];
  for (let n = 0; n < TYPISTS; n += 1) people.push(await createAccount(server.url, `crash${n}`));
  const [owner, ...guests] = people;
  if (owner === undefined) throw new Error("no owner");
  const file = await createFile(server.url, owner.token, "crash.txt");
  for (const guest of guests) await invite(server.url, owner.token, file.id, guest.token);

  const everything: Round = { acknowledged: new Set(), shown: new Set() };
  for (let kill = 0; kill < KILLS; kill += 1) {
    const round: Round = { acknowledged: new Set(), shown: new Set() };
    const clients = people.map((person) => connectLive(server.url, file.id, person.token));
    await Promise.all(clients.map((client) => client.synced));
    const typing = clients.map((client, n) => {
      watch(client, `${kill}.${n}`, round);
      return typeUntilDead(client, `${kill}.${n}`, round, random).catch(() => undefined);
    });
    await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_LIFE_MS));
    await server.kill();
    await Promise.all(typing);
    for (const client of clients) client.close();
    for (const word of round.acknowledged) everything.acknowledged.add(word);
    for (const word of round.shown) everything.shown.add(word);

    server = await startServer({ dataDir, env });
    const { content } = await getFile(server.url, owner.token, file.id);
    const counts = new Map<string, number>();
    for (const word of content.match(/<[^<>]+>/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
    const missing = [...everything.acknowledged, ...everything.shown].filter(
      (word) => counts.get(word) !== 1,
    );
    expect(missing, `seed ${seed}, kill ${kill}`).toEqual([]);
  }
  return { words: everything.acknowledged.size + everything.shown.size };
}

test.concurrent(
  "I1: kill -9 at 30 random moments on the embedded database loses nothing shown or acknowledged",
  async () => {
    const seed = testSeed();
    const { words } = await crashRounds(seed, {});
    expect(words, `seed ${seed}: the load must have typed something`).toBeGreaterThan(WORDS_MIN);
  },
  LIMIT_MS,
);

test.concurrent(
  "I1: kill -9 at 30 random moments on PostgreSQL loses nothing shown or acknowledged",
  async () => {
    const seed = testSeed();
    const database = await createDatabase();
    cleanUps.push(database.drop);
    const env = { DATABASE_URL: database.url, SECRET_KEY: "only-for-the-crash-test-0123456789abcdef" };
    const { words } = await crashRounds(seed, env);
    expect(words, `seed ${seed}: the load must have typed something`).toBeGreaterThan(WORDS_MIN);
  },
  LIMIT_MS,
);
