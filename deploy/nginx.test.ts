import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { LOGIN_ACCOUNT_LIMIT } from "@/lib/access/rate-limits";
import { inviteSchema } from "@/lib/contracts/sharing";
import { type Account, call, createAccount, createFile, getFile, invite } from "@/test-support/api";
import { askForEvents } from "@/test-support/event-stream";
import { connectLive } from "@/test-support/live-client";
import { type ModelServer, startModelServer } from "@/test-support/model-server";
import { type NginxTeam, startNginxTeam } from "@/test-support/nginx-team";
import { connectStock, openRaw, plainAddress } from "@/test-support/plain-client";

/** What a team runs: nginx with the file of docker-compose.yml in front of three server processes. */

/** On each of the two roads. */
const PEOPLE = 5;
const CLOSING_MS = 20_000;

let team: NginxTeam;
let ann: Account;
let model: ModelServer;
const ends: (() => void)[] = [];

beforeAll(async () => {
  model = await startModelServer();
  team = await startNginxTeam({ OPENAI_BASE_URL: model.url, OPENAI_MODEL: "tiny" });
  ann = await createAccount(team.url, "ann");
}, 90_000);
afterEach(() => {
  for (const end of ends.splice(0)) end();
});
afterAll(async () => {
  await team.stop();
  await model.close();
});

const until = (check: () => void) => vi.waitFor(check, { timeout: CLOSING_MS, interval: 20 });

test("people on both roads and on all processes type into one file; one process is restarted under them", async () => {
  const { id } = await createFile(team.url, ann.token, "a.txt", "");
  const stock = Array.from({ length: PEOPLE }, () => connectStock(team.url, id, ann.token));
  const live = Array.from({ length: PEOPLE }, () => connectLive(team.url, id, ann.token));
  ends.push(
    ...stock.map(
      ({ provider }) =>
        () =>
          provider.destroy(),
    ),
    ...live.map(({ close }) => close),
  );
  await Promise.all(live.map(({ synced }) => synced));
  await until(() => expect(stock.every(({ provider }) => provider.synced)).toBe(true));
  const kept: string[] = [];
  let typed = 0;
  const typing = setInterval(() => {
    typed += 1;
    const word = `${typed};`;
    // The stock provider says again what was not heard; a connection without one says whether it was.
    const one = stock[typed % PEOPLE];
    if (typed % 2 === 0) {
      one?.text.insert(one.text.length, word);
      kept.push(word);
    } else {
      const edited = live[typed % PEOPLE]?.edit((text) => text.insert(text.length, word));
      void edited?.then(
        (answer) => "version" in answer && kept.push(word),
        () => undefined, // its connection is gone: not said to be stored
      );
    }
  }, 20);
  try {
    await until(() => expect(typed).toBeGreaterThan(20));
    await team.servers[0]?.stop();
    await until(() => expect(typed).toBeGreaterThan(60));
    await team.startAgain(0);
  } finally {
    clearInterval(typing);
  }
  await until(() => {
    const texts = new Set(stock.map(({ text }) => String(text)));
    expect(texts.size).toBe(1);
    const words: string[] = [...texts].join("").match(/\d+;/g) ?? [];
    expect(new Set(words).size).toBe(words.length);
    expect(kept.filter((word) => !words.includes(word))).toEqual([]);
  });
  expect((await getFile(team.url, ann.token, id)).content).toBe(String(stock[0]?.text));
}, 60_000);

test("requests reach every process, and none fails while one is gone", async () => {
  await team.servers[1]?.kill();
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => call(team.url, "GET", "/auth/me", { token: ann.token })),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  for (const at of [1, 3])
    expect(team.log()).toMatch(new RegExp(`/auth/me HTTP/1.1" 200 .* from .*127.0.0.1${at}:`));
  const made = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      call(team.url, "POST", "/files", { token: ann.token, body: { name: `made-${n}.txt` } }),
    ),
  );
  expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
  await team.startAgain(1);
}, 60_000);

test("the assistant's words pass nginx as they are said, reach people on all processes, and any of them stops it", async () => {
  const { id } = await createFile(team.url, ann.token, "a.py", "print(reslut)\n");
  const people = team.addresses.map((url) => connectLive(url, id, ann.token));
  ends.push(...people.map(({ close }) => close));
  const heard = people.map(({ socket }) => {
    const events: { kind: string; run_id?: number; delta?: string; detail?: string }[] = [];
    socket.on("assistant", (event) => events.push(event));
    return events;
  });
  await until(() => expect(heard.map(([first]) => first?.kind)).toEqual(heard.map(() => "state")));
  model.script((answer) => answer.say("Let me think about it. "));
  const answer = await askForEvents(team.url, ann.token, id, { action: "review" });
  await until(() => expect(answer.raw()).toContain("Let me think")); // and not only at the end, which never comes
  for (const events of heard)
    await until(() => expect(events.map(({ delta }) => delta).join("")).toContain("Let me think"));
  const run_id = heard[0]?.find(({ kind }) => kind === "text")?.run_id;
  const since = performance.now();
  const upstream = model.requests.at(-1);
  for (const { socket } of people) void socket.emitWithAck("assist_stop", { run_id });
  await until(() => expect(upstream?.closedAt).not.toBeNull());
  expect((upstream?.closedAt ?? Number.POSITIVE_INFINITY) - since).toBeLessThan(500);
  for (const events of heard)
    await until(() => expect(events.at(-1)).toMatchObject({ detail: `${ann.username} stopped it.` }));
  await answer.ended;
  expect(answer.raw()).toContain("event: error");
});

test("the largest body passes, a larger one is refused by the server itself", async () => {
  const { id } = await createFile(team.url, ann.token, "large.txt", "");
  const put = (content: string) =>
    call(team.url, "PUT", `/files/${id}`, { token: ann.token, body: { content } });
  expect((await put("é".repeat(1_048_576))).status).toBe(200);
  const refused = await put("x".repeat(2_097_153));
  expect([refused.status, refused.body]).toEqual([413, expect.objectContaining({ status: 413 })]);
});

test("the address is the caller's own, whatever a header claims", async () => {
  const { points } = LOGIN_ACCOUNT_LIMIT;
  const tries = await Promise.all(
    Array.from({ length: 2 * points }, (_, n) =>
      call(team.url, "POST", "/auth/login", {
        headers: { "x-forwarded-for": `198.51.100.${n}` },
        body: { email: ann.email, password: "a wrong one" },
      }),
    ),
  );
  expect(tries.filter(({ status }) => status === 401)).toHaveLength(points);
});

test("links carry the address that people use", async () => {
  const { id } = await createFile(team.url, ann.token, "linked.txt", "");
  const made = await call(team.url, "POST", `/files/${id}/invite`, { token: ann.token, body: {} });
  expect(inviteSchema.parse(made.body).url).toMatch(`${team.url}/invite/`);
});

test("no token is logged, figures are not for people, and what is nowhere is told as such", async () => {
  const { id } = await createFile(team.url, ann.token, "secret.txt", "");
  const ben = await createAccount(team.url, "ben");
  await invite(team.url, ann.token, id, ben.token);
  await openRaw(`${plainAddress(team.url, id)}?token=${ann.token}`, {}, (socket) => socket.close());
  expect((await fetch(`${team.url}/metrics`)).status).toBe(404);
  for (const server of team.servers) await server.kill();
  const away = await call(team.url, "GET", `/files/${id}?token=${ann.token}`);
  expect([away.status, away.headers.get("content-type"), away.headers.get("retry-after")]).toEqual([
    503,
    "application/problem+json",
    "2",
  ]);
  expect(away.body).toMatchObject({ status: 503 });
  expect((await fetch(`${team.url}/login`)).status).toBe(503);
  expect(team.log()).toContain(`GET /api/v1/files/${id} HTTP/1.1" 503`);
  expect(team.log()).not.toContain("token=");
  expect(team.log()).not.toContain(ann.token);
});
