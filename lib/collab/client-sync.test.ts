import { afterEach, expect, test, vi } from "vitest";
import type { Tab } from "@/test-support/live-fuzz/tab";
import { type Human, World } from "@/test-support/live-fuzz/world";
import { seededRandom } from "@/test-support/random";

/** One person's pages of one file in one browser, each with what it could not send: nothing of it is ever lost (I7). */
vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));

/** One with which client ids are good and user 2 begins as a collaborator. */
const SEED = 2;
const ADA = 2;
/** Long enough for a join and what follows it, or for a refusal. */
const A_WHILE_MS = 3_000;

let world: World;

afterEach(() => world.end());

function ada(): Human {
  world = new World(seededRandom(SEED), 2);
  expect(world.foreignIds).toBe(false);
  world.setRole(ADA, "collaborator");
  const human = world.humans[ADA - 1];
  if (human === undefined) throw new Error("nobody");
  return human;
}

const aWhile = () => world.time.pass(A_WHILE_MS);
const text = () => world.log.textOf(world.fileId);
const shown = (tab: Tab) => tab.sync.getSnapshot();
const offered = (tab: Tab) => shown(tab).recovery.map(({ text }) => text);

/** Types at the end, as if the editor took it. */
function write(tab: Tab, words: string): void {
  const { copy } = shown(tab);
  if (copy === null) throw new Error("there is no text to type into");
  copy.doc.transact(() => copy.text.insert(copy.text.length, words), "the editor");
}

/** Two pages with the same text, the first of them offline. */
async function offlineAndOnline(human: Human): Promise<[offline: Tab, online: Tab]> {
  const offline = world.openTab(human);
  await aWhile();
  write(offline, "stored. ");
  await aWhile();
  const online = world.openTab(human);
  await aWhile();
  expect(online.text).toBe("stored. ");
  offline.setOnline(false);
  return [offline, online];
}

async function reload(tab: Tab): Promise<Tab> {
  await world.time.pass(10); // what was typed is kept by then
  world.closeTab(tab, true);
  const again = world.openTab(tab.human);
  await aWhile();
  return again;
}

test("I7: what a page typed offline after another learned that the person may only read is offered after a reload", async () => {
  const [offline, online] = await offlineAndOnline(ada());
  world.setRole(ADA, "viewer");
  write(online, "refused. ");
  await aWhile();
  expect(offered(online)).toEqual(["stored. refused. "]);
  write(offline, "typed on. ");
  const again = await reload(offline);
  expect(offered(again)).toEqual(["stored. refused. ", "stored. typed on. "]);
  expect(text()).toBe("stored. ");
  for (const tab of [online, again]) expect(tab.text).toBe("stored. "); // I2
});

test("I7: what a page typed offline after another learned that the person was removed goes out once they are let in again", async () => {
  const [offline, online] = await offlineAndOnline(ada());
  world.setRole(ADA, null);
  await aWhile();
  expect(shown(online)).toMatchObject({ copy: null, recovery: [], state: { kind: "closed" } });
  write(offline, "typed on. ");
  world.setRole(ADA, "collaborator");
  const again = await reload(offline);
  expect(text()).toBe("stored. typed on. ");
  expect(again.text).toBe(text());
});

test("I2: a page that learns on its return that it may only read keeps its text aside, and no other page shows it", async () => {
  const [offline, online] = await offlineAndOnline(ada());
  write(offline, "unsent. ");
  world.setRole(ADA, "viewer");
  const second = await reload(online);
  expect(second.text).toBe("stored. ");
  offline.setOnline(true);
  await aWhile();
  expect(offered(offline)).toEqual(["stored. unsent. "]);
  for (const tab of [second, offline]) expect(tab.text).toBe("stored. ");
});

test("I7: a page takes over what another could not send, but only once that one is gone", async () => {
  const human = ada();
  const [offline] = await offlineAndOnline(human);
  write(offline, "unsent. ");
  const third = world.openTab(human);
  await aWhile();
  expect(third.text).toBe("stored. ");
  await reload(offline);
  for (const tab of world.tabs) expect(tab.text).toBe("stored. unsent. ");
  expect(text()).toBe("stored. unsent. ");
  expect(human.profile.waiting()).toBe(0);
});

test("I7: what a viewer's page has left is offered by the next one until it is not wanted", async () => {
  const [offline] = await offlineAndOnline(ada());
  write(offline, "unsent. ");
  world.setRole(ADA, "viewer");
  const next = await reload(offline);
  expect(offered(next)).toEqual(["stored. unsent. "]);
  for (const { id } of shown(next).recovery) next.sync.dropRecovery(id);
  const again = await reload(next);
  expect(offered(again)).toEqual([]);
  expect(again.text).toBe("stored. ");
});

test("I7: unsent text of somebody removed is offered, and nothing else of the file stays", async () => {
  const human = ada();
  const [offline, online] = await offlineAndOnline(human);
  write(offline, "unsent. ");
  world.setRole(ADA, null);
  offline.setOnline(true);
  await aWhile();
  expect(offered(online)).toEqual([]);
  expect(offered(offline)).toEqual(["stored. unsent. "]);
  expect(human.profile.kept()).toEqual([]);
});

test("I7: a page that was refused for good stays so when the network comes back", async () => {
  const [offline, online] = await offlineAndOnline(ada());
  world.setRole(ADA, null);
  offline.setOnline(true);
  await aWhile();
  world.setRole(ADA, "collaborator");
  for (const tab of [offline, online]) {
    tab.setOnline(false);
    tab.setOnline(true);
  }
  await aWhile();
  for (const tab of [offline, online]) expect(shown(tab).state.kind).toBe("closed");
});
