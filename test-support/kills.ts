import { rm } from "node:fs/promises";
import { expect } from "vitest";
import { type Account, createAccount, createFile, getFile, invite } from "./api";
import { newDataDir } from "./data-dir";
import { connectLive, type LiveClient } from "./live-client";
import { createDatabase } from "./postgres-database";
import { seededRandom } from "./random";
import { startServer } from "./server";

const TYPISTS = 3;
/** From the moment that everybody types. */
const LONGEST_LIFE_MS = 600;
/** To each kill: fewer would mean that hardly anybody typed when the server was killed. */
const WORDS_MIN = 17;
const SECRET_KEY = "only-for-the-crash-test-0123456789abcdef";

export type Database = "the embedded database" | "PostgreSQL";

interface Place {
  dataDir: string;
  env: Record<string, string>;
}

type CleanUp = () => Promise<unknown>;

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

async function killAgainAndAgain(
  kills: number,
  seed: number,
  place: Place,
  cleanUps: CleanUp[],
): Promise<number> {
  const random = seededRandom(seed);
  let server = await startServer(place);
  cleanUps.push(() => server.stop());
  const people: Account[] = [];
  for (let n = 0; n < TYPISTS; n += 1) people.push(await createAccount(server.url, `crash${n}`));
  const [owner, ...guests] = people;
  if (owner === undefined) throw new Error("no owner");
  const file = await createFile(server.url, owner.token, "crash.txt");
  for (const guest of guests) await invite(server.url, owner.token, file.id, guest.token);

  const everything: Round = { acknowledged: new Set(), shown: new Set() };
  for (let kill = 0; kill < kills; kill += 1) {
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

    server = await startServer(place);
    const { content } = await getFile(server.url, owner.token, file.id);
    const counts = new Map<string, number>();
    for (const word of content.match(/<[^<>]+>/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
    const missing = [...everything.acknowledged, ...everything.shown].filter(
      (word) => counts.get(word) !== 1,
    );
    expect(missing, `seed ${seed}, kill ${kill}`).toEqual([]);
  }
  return everything.acknowledged.size + everything.shown.size;
}

/**
 * Kills a server as often at random moments while people type, each time starts it again on the same data, and expects
 * that nothing is lost or doubled that anybody was shown or was told is saved.
 */
export async function expectNothingLostByKills(
  kills: number,
  { seed, database }: { seed: number; database: Database },
): Promise<void> {
  const cleanUps: CleanUp[] = [];
  try {
    const dataDir = await newDataDir();
    cleanUps.push(() => rm(dataDir, { recursive: true, force: true }));
    const env: Record<string, string> = {};
    if (database === "PostgreSQL") {
      const { url, drop } = await createDatabase();
      cleanUps.push(drop);
      Object.assign(env, { DATABASE_URL: url, SECRET_KEY });
    }
    const words = await killAgainAndAgain(kills, seed, { dataDir, env }, cleanUps);
    expect(words, `seed ${seed}: the load must have typed something`).toBeGreaterThan(kills * WORDS_MIN);
  } finally {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  }
}
