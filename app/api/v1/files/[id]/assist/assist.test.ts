import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type AssistantEvent, assistantEventSchema } from "@/lib/contracts/assist";
import { userSchema } from "@/lib/contracts/auth";
import { REQUESTS } from "@/lib/contracts/features";
import { findingSchema, findingsEventSchema } from "@/lib/contracts/findings";
import { type Account, call, createAccount, createFile, invite } from "@/test-support/api";
import { askForEvents, type EventReader } from "@/test-support/event-stream";
import { connectLive, type LiveClient } from "@/test-support/live-client";
import { type ModelServer, refuses, says, startModelServer } from "@/test-support/model-server";
import { startServer, type TestServer } from "@/test-support/server";

/** The assistant's model over REST and live, on the built server, with a scripted model. */

const KEY = "sk-nobody-may-see-this-0123456789abcdef";
const CODE = "def total(xs):\n    for x in xs:\n        result += x\n    return reslut\n";
const FINDING = `@@finding {"line":4,"quote":"    return reslut","kind":"error","severity":"error","title":"\`reslut\` is a typo"}
It should be \`result\`.
<<<<<<< SEARCH
    return reslut
=======
    return result
>>>>>>> REPLACE
@@end
`;
const REVIEW = { action: "review" };

let server: TestServer;
let model: ModelServer;
let ann: Account;
let bob: Account;
beforeAll(async () => {
  model = await startModelServer();
  server = await startServer({
    env: {
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: model.url,
      OPENAI_MODEL: "tiny",
      LOG_LEVEL: "debug",
      RATE_LIMITS: "off",
    },
  });
  [ann, bob] = [await createAccount(server.url, "ann"), await createAccount(server.url, "bob")];
});
afterAll(async () => {
  for (const live of lives) live.close();
  await server.stop();
  await model.close();
});

let fileId: number;
beforeEach(async () => {
  ({ id: fileId } = await createFile(server.url, ann.token, "total.py", CODE));
  await invite(server.url, ann.token, fileId, bob.token, "viewer");
});

const lives: LiveClient[] = [];
/** Somebody with the file open, and what they hear of the assistant. */
async function open(who: Account): Promise<{ live: LiveClient; heard: AssistantEvent[]; raw: string[] }> {
  const live = connectLive(server.url, fileId, who.token);
  lives.push(live);
  const heard: AssistantEvent[] = [];
  const raw: string[] = [];
  live.socket.onAny((name: string, payload: unknown) => {
    raw.push(JSON.stringify(payload));
    if (name === "assistant") heard.push(assistantEventSchema.parse(payload));
  });
  await live.synced;
  await vi.waitFor(() => expect(heard[0]?.kind).toBe("state"));
  return { live, heard, raw };
}
const request = (live: LiveClient, kind: { name: string }, payload: unknown): Promise<unknown> =>
  live.socket.timeout(5_000).emitWithAck(kind.name, payload);
const ask = (who: Account, body: unknown = REVIEW) => askForEvents(server.url, who.token, fileId, body);
const namesOf = ({ events }: EventReader) => events.map(({ event }) => event);
const dataOf = ({ events }: EventReader, name: string) =>
  events.filter(({ event }) => event === name).map(({ data }) => data);
const textHeard = (heard: readonly AssistantEvent[]) =>
  heard.map((event) => (event.kind === "text" ? event.delta : "")).join("");
const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 5 });

test("one answer, over REST and in every open editor; whoever comes later has all of it", async () => {
  const [a, b] = [await open(ann), await open(bob)];
  let go: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => {
    go = resolve;
  });
  model.script(async (answer) => {
    answer.say(`One thing:\n${FINDING}`);
    await wait;
    answer.say("Otherwise fine.");
    answer.finish("stop");
    answer.usage(321, 45);
    answer.done();
  });
  const answer = await ask(bob); // a viewer
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
  ]);
  expect([answer.headers.get("cache-control"), answer.headers.get("x-accel-buffering")]).toEqual([
    "no-store",
    "no",
  ]);
  await until(() => expect(dataOf(answer, "finding")).toHaveLength(1)); // not gathered until the end
  await until(() => expect(textHeard(a.heard)).toContain("It should be"));
  const late = await open(ann);
  expect(late.heard[0]).toMatchObject({
    available: "yes",
    runs: [{ status: "running", by: { name: bob.username } }],
  });
  go();
  await answer.ended;

  const [finding] = dataOf(answer, "finding");
  expect(findingSchema.strict().parse(finding)).toMatchObject({
    source: "assistant",
    message: "`reslut` is a typo.",
    start: { line: 4, column: 5 },
    fix: { title: "Change line 4" },
  });
  expect(namesOf(answer).at(-1)).toBe("done");
  expect(dataOf(answer, "done")).toEqual([
    { usage: { input_tokens: 321, output_tokens: 45, estimated: false } },
  ]);
  const text = dataOf(answer, "text")
    .map((data) => Object.values(data as object).join(""))
    .join("");
  expect(text).toBe("One thing:\n**Line 4:** It should be `result`.\n\nOtherwise fine.");
  expect(dataOf(answer, "status")[0]).toEqual({ text: "Reading lines 1-5" });
  for (const { heard } of [a, b]) {
    await until(() => expect(heard.at(-1)).toMatchObject({ kind: "ended", status: "done" }));
    expect(textHeard(heard)).toBe(text);
    expect(heard.filter(({ kind }) => kind === "finding")).toHaveLength(1);
  }
  const after = await open(bob);
  expect(after.heard[0]).toMatchObject({
    runs: [{ status: "done", text, read: [{ from: 1, to: 5 }], usage: { input_tokens: 321 } }],
  });
  const again = await ask(ann);
  await again.ended;
  expect(namesOf(again)).toEqual(["text", "finding", "status", "done"]);
  expect(dataOf(again, "done")).toEqual([{ usage: { input_tokens: 0, output_tokens: 0, estimated: false } }]);
});

test("a later review of changed text doubles nothing, and what was dismissed stays so", async () => {
  const { live } = await open(ann);
  let items: { id: number; source: string; message: string }[] = [];
  live.socket.on("findings", (event) => {
    items = findingsEventSchema.parse(event).items.filter(({ source }) => source === "assistant");
  });
  const review = async (title: string, status: string) => {
    model.script(says(FINDING.replace("`reslut` is a typo", title)));
    const answer = await ask(ann);
    await answer.ended;
    expect(namesOf(answer)).toContain(status);
  };
  const add = (line: string) => live.edit((text) => text.insert(text.length, `${line}\n`));
  await review("Once", "finding");
  await until(() => expect(items).toMatchObject([{ message: "Once." }]));
  await add("# more");
  await review("In other words", "finding");
  await until(() => expect(items).toMatchObject([{ message: "In other words." }]));
  await request(live, REQUESTS.findings, { id: items[0]?.id, status: "dismissed" });
  await until(() => expect(items).toEqual([]));
  await add("# and more");
  await review("Once more", "done");
  expect(items).toEqual([]);
});

test("asked from an editor; a second one is told who is answered; anybody stops it, down to the model's server", async () => {
  const [a, b] = [await open(ann), await open(bob)];
  model.script((answer) => answer.say("Let me think about "));
  const asked = await request(a.live, REQUESTS.assist, { action: "ask", question: "Why?" });
  const { run_id } = REQUESTS.assist.answer.parse(asked);
  await until(() => expect(textHeard(b.heard)).toContain("Let me think"));
  const words = `The assistant is answering ${ann.username}. Ask when it is done, or stop it.`;
  expect(await request(b.live, REQUESTS.assist, REVIEW)).toMatchObject({ error: { detail: words } });
  const refused = await ask(bob);
  await refused.ended;
  expect(dataOf(refused, "refused")).toMatchObject([{ status: 409, detail: words }]);
  const upstream = model.requests.at(-1);
  const since = performance.now();
  expect(await request(b.live, REQUESTS.assistStop, { run_id })).toEqual({});
  await until(() => expect(upstream?.closedAt).not.toBeNull());
  expect((upstream?.closedAt ?? Number.POSITIVE_INFINITY) - since).toBeLessThan(200);
  for (const { heard } of [a, b])
    await until(() =>
      expect(heard.at(-1)).toMatchObject({ status: "stopped", detail: `${bob.username} stopped it.` }),
    );
});

describe("a caller that goes away ends upstream work", () => {
  test("by closing the connection", async () => {
    model.script((answer) => answer.say("Let me think about "));
    const answer = await ask(ann);
    await until(() => expect(dataOf(answer, "text")).not.toEqual([]));
    const upstream = model.requests.at(-1);
    const since = performance.now();
    answer.close();
    await until(() => expect(upstream?.closedAt).not.toBeNull());
    expect((upstream?.closedAt ?? Number.POSITIVE_INFINITY) - since).toBeLessThan(200);
    const { heard } = await open(ann);
    expect(heard[0]).toMatchObject({
      runs: [{ status: "stopped", detail: `${ann.username} went away, and the answer ended.` }],
    });
  });

  test("by being removed from the file", async () => {
    model.script((answer) => answer.say("Let me think about "));
    const answer = await ask(bob);
    await until(() => expect(dataOf(answer, "text")).not.toEqual([]));
    const { id } = userSchema.parse((await call(server.url, "GET", "/auth/me", { token: bob.token })).body);
    await call(server.url, "DELETE", `/files/${fileId}/collaborators/${id}`, { token: ann.token });
    await answer.ended;
    expect(dataOf(answer, "error")).toMatchObject([
      { status: 409, detail: `${bob.username} is out of this file, and the answer ended.` },
    ]);
    await until(() => expect(model.requests.at(-1)?.closedAt).not.toBeNull());
  });
});

test("the owner switches it off, which everybody is told, and who asks; others may not", async () => {
  const { heard } = await open(bob);
  const path = `/files/${fileId}/assistant`;
  const body = { enabled: false };
  expect((await call(server.url, "PATCH", path, { token: bob.token, body })).status).toBe(403);
  expect((await call(server.url, "PATCH", path, { token: ann.token, body })).body).toEqual(body);
  await until(() => expect(heard.at(-1)).toMatchObject({ kind: "state", available: "off" }));
  const refused = await ask(bob);
  await refused.ended;
  expect(dataOf(refused, "refused")).toMatchObject([
    { status: 409, detail: expect.stringMatching(/switched the assistant off/) },
  ]);
  await call(server.url, "PATCH", path, { token: ann.token, body: { enabled: true } });
  await until(() => expect(heard.at(-1)).toMatchObject({ kind: "state", available: "yes" }));
  expect(server.output()).toMatch(/"audit":true.*"enabled":false.*"assistant switched"/);
});

test("what the model's server says is wrong is one sentence; the key is in no answer, message, page or line of the log", async () => {
  const { raw, heard } = await open(ann);
  const answers: string[] = [];
  for (const turn of [
    refuses(401, { error: { message: `Incorrect API key provided: ${KEY}` } }),
    refuses(400, { error: { message: `Bad request with ${KEY} to ${model.url}` } }),
    refuses(500, `<html>${KEY}</html>`),
    refuses(429, { error: { message: KEY } }, { "retry-after": "120" }),
  ]) {
    model.script(turn);
    const answer = await ask(ann, { action: "fix" });
    await answer.ended;
    expect(namesOf(answer).at(-1)).toBe("error");
    answers.push(answer.raw());
  }
  model.script(says("Fine."));
  const fine = await ask(ann, { action: "explain" });
  await fine.ended;
  answers.push(fine.raw());
  await until(() => expect(heard.filter(({ kind }) => kind === "ended")).toHaveLength(5));
  for (const path of ["/openapi.json", `/files/${fileId}`, "/health/ready"])
    answers.push(JSON.stringify((await call(server.url, "GET", path, { token: ann.token })).body));
  for (const path of ["/login", "/docs", "/metrics", `/files/${fileId}`])
    answers.push(await (await fetch(`${server.url}${path}`)).text());
  expect(model.requests.at(-1)?.authorization).toBe(`Bearer ${KEY}`);
  for (const [where, all] of Object.entries({ answers, messages: raw, log: [server.output()] })) {
    const text = all.join("\n");
    expect(text.length, where).toBeGreaterThan(100);
    for (const secret of [KEY, Buffer.from(KEY).toString("base64"), KEY.slice(-20), model.url])
      expect(text.includes(secret), `${where} hold ${secret}`).toBe(false);
  }
});

test("nothing to read and a question without words are refused", async () => {
  const empty = await createFile(server.url, ann.token, "empty.py", "\n");
  const post = (id: number, body: unknown) =>
    call(server.url, "POST", `/files/${id}/assist`, { token: ann.token, body });
  expect(await post(empty.id, REVIEW)).toMatchObject({
    status: 409,
    body: { detail: "There is no code in this file yet. Write some, then ask." },
  });
  expect((await post(fileId, { action: "ask" })).status).toBe(422);
  expect((await post(fileId, { action: "dance" })).status).toBe(422);
});

test("without a model a plain word says so, over REST and in the editor", async () => {
  const bare = await startServer();
  try {
    const { token } = await createAccount(bare.url);
    const file = await createFile(bare.url, token, "a.py", CODE);
    const detail = "The assistant has no model yet. Problems still work.";
    const refused = await askForEvents(bare.url, token, file.id, REVIEW);
    await refused.ended;
    expect(dataOf(refused, "refused")).toMatchObject([{ status: 503, detail }]);
    const live = connectLive(bare.url, file.id, token);
    const state = await new Promise((resolve) => live.socket.once("assistant", resolve));
    expect(state).toEqual({ kind: "state", available: "no_model", runs: [] });
    expect(await request(live, REQUESTS.assist, REVIEW)).toMatchObject({ error: { detail } });
    live.close();
  } finally {
    await bare.stop();
  }
});
