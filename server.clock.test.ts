import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { type Account, call, createAccount, createFile, getFile, invite } from "@/test-support/api";
import { connectLive, type LiveClient } from "@/test-support/live-client";
import { startTwoServers, type TwoServers } from "@/test-support/two-servers";

/** Servers whose wall clock is set while people work: by an hour, as after a wrong time zone, in either direction. */

const HOUR_MS = 3_600_000;
/** Without Redis the log is asked once a second. */
const SEEN_WITHIN_MS = 5_000;

let both: TwoServers;
let [here, there] = ["", ""];
let ann: Account;
let ben: Account;
const ends: (() => void)[] = [];

beforeAll(async () => {
  both = await startTwoServers({}, { settableClock: true });
  [here, there] = [both.servers[0].url, both.servers[1].url];
  ann = await createAccount(here, "ann");
  ben = await createAccount(there, "ben");
  await both.untilReady();
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  for (const server of both.servers) server.setClock(0);
  await both.redis.set("none");
});
afterAll(() => both.stop());

async function live(url: string, fileId: number, who: Account): Promise<LiveClient> {
  const client = connectLive(url, fileId, who.token);
  ends.push(client.close);
  await client.synced;
  return client;
}

test.each([
  ["back", -HOUR_MS],
  ["forward", HOUR_MS],
])("clocks set %s by an hour: edits reach everybody, also without Redis, and once", async (_where, ahead) => {
  const { id } = await createFile(here, ann.token, "a.txt");
  await invite(here, ann.token, id, ben.token);
  const [a, b] = [await live(here, id, ann), await live(there, id, ben)];
  a.show({ cursor: null });
  const seen = (...words: string[]) =>
    vi.waitFor(
      () => {
        for (const { text } of [a, b]) for (const word of words) expect(text.toString()).toContain(word);
      },
      { timeout: SEEN_WITHIN_MS, interval: 10 },
    );
  await Promise.all([a.edit((text) => text.insert(0, "a1;")), b.edit((text) => text.insert(0, "b1;"))]);
  await seen("a1;", "b1;");
  for (const server of both.servers) server.setClock(ahead);
  await Promise.all([a.edit((text) => text.insert(0, "a2;")), b.edit((text) => text.insert(0, "b2;"))]);
  await seen("a2;", "b2;");
  await both.redis.set("refuse");
  await both.untilReady(["redis"]);
  await Promise.all([a.edit((text) => text.insert(0, "a3;")), b.edit((text) => text.insert(0, "b3;"))]);
  await seen("a3;", "b3;");
  await both.redis.set("none");
  await both.untilReady();
  const { content } = await getFile(there, ben.token, id);
  expect(content).toBe(a.text.toString());
  for (const word of ["a1;", "b1;", "a2;", "b2;", "a3;", "b3;"]) expect(content.split(word)).toHaveLength(2);
  expect([a.closed(), b.closed()]).toEqual([undefined, undefined]);
  // Who shows a caret is still shown: nobody was taken for gone.
  expect(b.awareness.getStates().has(a.doc.clientID)).toBe(true);
});

test("a session that ends while clocks are set back is over on the other process within a second", async () => {
  const eve = await createAccount(here, "eve");
  const { id } = await createFile(here, eve.token, "a.txt");
  const client = await live(there, id, eve);
  const me = () => call(there, "GET", "/auth/me", { token: eve.token });
  expect((await me()).status).toBe(200); // and is remembered for a moment
  for (const server of both.servers) server.setClock(-HOUR_MS);
  await call(here, "POST", "/auth/logout", { token: eve.token });
  const soon = { timeout: 1_500, interval: 50 };
  await vi.waitFor(async () => expect((await me()).status).toBe(401), soon);
  await vi.waitFor(() => expect(client.closed()?.code).toBe(CLOSE_CODES.unauthenticated), soon);
});

test.each([
  ["back", -HOUR_MS],
  ["forward", HOUR_MS],
])(
  "clocks set %s by an hour: a session made before is good, and so is one made now",
  async (_where, ahead) => {
    for (const server of both.servers) server.setClock(ahead);
    expect((await call(there, "GET", "/auth/me", { token: ann.token })).status).toBe(200);
    const late = await createAccount(here, "late");
    for (const server of both.servers) server.setClock(0);
    expect((await call(there, "GET", "/auth/me", { token: late.token })).status).toBe(200);
  },
);
