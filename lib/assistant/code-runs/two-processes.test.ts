import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { FEATURE_EVENTS, REQUESTS } from "@/lib/contracts/features";
import { type CodeRun, RUN_GONE_MS, type RunLine } from "@/lib/contracts/run";
import { type Account, createAccount, createFile, invite } from "@/test-support/api";
import { openPageClient, type PageClient } from "@/test-support/page-client";
import { startTwoServers, type TwoServers } from "@/test-support/two-servers";
import { NO_RUN, stepRun } from "./run-state";

/** Two built servers on one PostgreSQL and one Redis: a run in a page at one of them, seen at both; and one is killed. */

let both: TwoServers;
let [here, there] = ["", ""];
let ada: Account;
let ben: Account;
const pages: PageClient[] = [];

beforeAll(async () => {
  both = await startTwoServers({});
  [here, there] = [both.servers[0].url, both.servers[1].url];
  ada = await createAccount(here, "ada");
  ben = await createAccount(there, "ben");
  await both.untilReady();
});
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});
afterAll(() => both.stop());

/** A page that knows what the last run is, once it is there. */
async function open(url: string, fileId: number, who: Account) {
  const page = openPageClient(url, fileId, who.token);
  pages.push(page);
  let state: typeof NO_RUN | null = null;
  page.sync.on(FEATURE_EVENTS.run, (event) => {
    state = stepRun(state ?? NO_RUN, event);
  });
  const shown = (): CodeRun | null => state?.run ?? null;
  await vi.waitFor(() => expect(state).not.toBeNull(), 5_000);
  return {
    ...{ sync: page.sync, shown, close: page.close },
    texts: () => shown()?.lines.map(({ text }) => text),
    sees: (what: Partial<CodeRun>, ms = 5_000) =>
      vi.waitFor(() => expect(shown()).toMatchObject(what), { timeout: ms, interval: 10 }),
    print: (run_id: number, at: number, text: string) =>
      page.sync.request(REQUESTS.runOutput, { run_id, at, lines: [line(text)] }),
  };
}
type Page = Awaited<ReturnType<typeof open>>;

const line = (text: string): RunLine => ({ stream: "out", text, line: null });

async function sharedFile(): Promise<number> {
  const { id } = await createFile(here, ada.token, "a.py", "print(1)\n");
  await invite(here, ada.token, id, ben.token);
  return id;
}

async function startRun({ sync }: Page): Promise<number> {
  const answer = await sync.request(REQUESTS.runStart, { language: "python" });
  if ("error" in answer) throw new Error(answer.error.detail);
  return answer.run_id;
}

test("who opens the file at a process that did not have it sees the run and its output, and can stop it", async () => {
  const fileId = await sharedFile();
  const a = await open(here, fileId, ada);
  const run_id = await startRun(a);
  await a.print(run_id, 0, "one 🎈");
  const b = await open(there, fileId, ben);
  expect(b.shown()).toMatchObject({ status: "running", by: { name: ada.username } });
  expect(b.texts()).toEqual(["one 🎈"]);
  await a.print(run_id, 1, "two");
  await vi.waitFor(() => expect(b.texts()).toEqual(["one 🎈", "two"]), 5_000);
  expect(await b.sync.request(REQUESTS.runStart, { language: "python" })).toHaveProperty("error");
  await b.sync.request(REQUESTS.runStop, { run_id });
  for (const page of [a, b]) await page.sees({ status: "stopped", stopped_by: ben.username });
  const late = await open(there, fileId, ada);
  expect(late.shown()).toEqual(a.shown());
});

test("a server is killed: a page that comes to another one goes on, and one that does not is told to all as lost in time", async () => {
  const [goesOn, ends] = [await sharedFile(), await sharedFile()];
  const [a, a2] = [await open(here, goesOn, ada), await open(here, ends, ada)];
  const [run_id, lost] = [await startRun(a), await startRun(a2)];
  await a.print(run_id, 0, "one");
  const [b, b2] = [await open(there, goesOn, ben), await open(there, ends, ben)];
  await a2.print(lost, 0, "begun");
  await both.servers[0].kill();
  const killed = performance.now();
  const back = await open(there, goesOn, ada);
  // Whether these were taken before the kill it does not know.
  await back.sync.request(REQUESTS.runOutput, { run_id, at: 0, lines: [line("one"), line("two")] });
  await vi.waitFor(() => expect(b.texts()).toEqual(["one", "two"]), 5_000);
  await back.sync.request(REQUESTS.runEnd, { run_id, status: "done", problem: null });
  await b.sees({ status: "done" });
  await b2.sees({ status: "lost" }, RUN_GONE_MS + 2_000);
  expect(performance.now() - killed).toBeLessThan(RUN_GONE_MS + 1_000);
  expect(b2.texts()).toEqual(["begun"]);
  expect(await startRun(b2)).toBe(lost + 1);
});
