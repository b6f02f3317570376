import { type ErrorCode, isAppError } from "@/lib/errors";
import { seededRandom } from "../random";
import { seedClientIds } from "./client-ids";
import { type Human, World, type WorldOptions } from "./world";

/** What a PUT is told when the database is away, the server dies or the role has changed. */
const MAY_FAIL: ReadonlySet<ErrorCode> = new Set(["unavailable", "forbidden", "not_found"]);
const STEPS = 60;
const LONGEST_PAUSE_MS = 200;
/** Long enough for every retry, shorter than the 60 s after which a client would ask for what it has missed. */
const HEAL_MS = 40_000;

/** Runs one schedule; throws an error that names the broken invariant. The same seed runs the same way. */
export async function runSchedule(seed: number, options?: WorldOptions): Promise<void> {
  const random = seededRandom(seed);
  seedClientIds(seed);
  const world = new World(random, 2 + Math.floor(random() * 3), options);
  try {
    const run = new Schedule(world);
    await run.all();
  } finally {
    world.end();
  }
}

type Step = [weight: number, name: string, run: () => unknown];

class Schedule {
  readonly #world: World;
  readonly #steps: Step[];
  readonly #faults: string[] = [];

  constructor(world: World) {
    this.#world = world;
    const onTab = (act: (tab: World["tabs"][number]) => void) => () => {
      const tab = this.#one(world.tabs);
      if (tab !== undefined) act(tab);
    };
    this.#steps = [
      [30, "type", onTab((tab) => tab.type())],
      [10, "paste", onTab((tab) => tab.paste())],
      [8, "delete", onTab((tab) => tab.delete())],
      [3, "move", onTab((tab) => tab.move())],
      [5, "cut", onTab((tab) => tab.channel.cut())],
      [5, "go offline", onTab((tab) => tab.setOnline(false))],
      [7, "go online", onTab((tab) => tab.setOnline(true))],
      [6, "open", () => this.#open()],
      [4, "close", onTab((tab) => world.closeTab(tab, world.random() < 0.5))],
      [6, "reload", onTab((tab) => this.#reload(tab.human))],
      [3, "kill the server", () => world.killServer()],
      [8, "start the server", () => world.startServers()],
      [1, "restart the server", () => this.#restart()],
      [3, "change a role", () => this.#changeRole()],
      [2, "database away", () => this.#databaseAway()],
      [5, "database back", () => Object.assign(world.weather, { away: false })],
      [3, "commits fail", () => this.#fail()],
      [6, "put", () => void this.#put()],
    ];
    const { wires, random } = world;
    if (wires !== null)
      this.#steps.push(
        [2, "wire away", () => wires.setAway(true)],
        [5, "wire back", () => wires.setAway(false)],
        [2, "wire drops", () => Object.assign(wires.weather, { dropped: random() * 0.5 })],
      );
  }

  #one<Thing>(things: readonly Thing[]): Thing | undefined {
    return things[Math.floor(this.#world.random() * things.length)];
  }

  #pick(at: number): [name: string, run: Step[2]] {
    let sum = 0;
    for (const [weight, name, run] of this.#steps) {
      sum += weight;
      if (at < sum) return [name, run];
    }
    return ["nothing", () => undefined];
  }

  async all(): Promise<void> {
    const world = this.#world;
    for (const human of world.humans) world.openTab(human);
    const total = this.#steps.reduce((sum, [weight]) => sum + weight, 0);
    for (let step = 0; step < STEPS; step += 1) {
      const [name, run] = this.#pick(world.random() * total);
      await run();
      world.note(name);
      if (world.random() < 0.7) await world.time.pass(Math.floor(world.random() * LONGEST_PAUSE_MS));
    }
    await this.#heal();
    world.note("healed");
    this.#judgeTabs();
    await this.#lookOnceMore();
    world.note("looked once more");
    this.#judgeTabs();
    this.#judgeText();
  }

  async #heal(): Promise<void> {
    const { weather, tabs, time } = this.#world;
    Object.assign(weather, { away: false, failsBefore: 0, failsAfter: 0 });
    this.#world.startServers();
    this.#world.wires?.setAway(false);
    for (const tab of tabs) tab.setOnline(true);
    for (let passed = 0; passed < HEAL_MS; passed += 1_000) {
      await time.pass(1_000);
      if (tabs.every((tab) => tab.settled)) break;
    }
    await time.pass(2_000);
  }

  /** Everybody opens the file anew: what is kept locally goes out. */
  async #lookOnceMore(): Promise<void> {
    const { tabs, humans } = this.#world;
    for (const tab of [...tabs]) this.#world.closeTab(tab, false);
    for (const human of humans) this.#world.openTab(human);
    await this.#heal();
  }

  /** Who has been connected all the time has missed nothing. */
  #judgeTabs(): void {
    const { log, fileId, tabs } = this.#world;
    const text = log.textOf(fileId); // I4: throws when a row cannot be read
    for (const tab of tabs) {
      if (!tab.settled) throw new Error(`I7: a tab of user ${tab.human.userId} never gets its text saved`);
      if (tab.text !== null && tab.text !== text)
        throw new Error(`I2: a tab of user ${tab.human.userId} shows another text than the log`);
    }
  }

  #judgeText(): void {
    const { witness, words, humans, log, fileId } = this.#world;
    const { text } = witness;
    if (text !== log.textOf(fileId)) throw new Error("I4: the log does not say what was stored");
    if (/[\r\0]/.test(text)) throw new Error("I4: the text holds characters that no text may hold");
    const recoveryOf = (userId: number) => humans[userId - 1]?.profile.recovery() ?? "";
    const faults = this.#faults.concat(words.faults(witness.letters(), recoveryOf));
    if (faults.length > 0) throw new Error(faults.join("; "));
  }

  #open(): void {
    const { humans, tabs, foreignIds } = this.#world;
    const human = this.#one(humans);
    const most = foreignIds ? 1 : 3;
    if (human !== undefined && tabs.filter((tab) => tab.human === human).length < most)
      this.#world.openTab(human);
  }

  #databaseAway(): void {
    if (!this.#world.foreignIds) this.#world.weather.away = true;
  }

  #reload(human: Human): void {
    const { tabs, random } = this.#world;
    const tab = this.#one(tabs.filter((one) => one.human === human));
    if (tab === undefined) return;
    this.#world.closeTab(tab, random() < 0.7);
    this.#world.openTab(human);
  }

  async #restart(): Promise<void> {
    const { time } = this.#world;
    const done = this.#world.restartServer();
    await time.pass(1_000);
    await done;
  }

  #changeRole(): void {
    const human = this.#one(this.#world.humans.slice(1));
    if (human !== undefined)
      this.#world.setRole(human.userId, this.#one(["viewer", "collaborator", "collaborator", null]) ?? null);
  }

  #fail(): void {
    const { weather, random, foreignIds } = this.#world;
    if (foreignIds) return;
    Object.assign(weather, {
      failsBefore: random() * 0.3,
      failsAfter: random() * 0.3,
      slowest: 5 + random() * 100,
    });
  }

  /** Reads the file and puts it back with some more lines, as a script does. */
  async #put(): Promise<void> {
    const { fileId, words, random, log, witness } = this.#world;
    const engine = this.#world.engine();
    const editors: number[] = [];
    for (const { userId } of this.#world.humans)
      if (["owner", "collaborator"].includes((await log.roleOf(fileId, userId)) ?? "")) editors.push(userId);
    const userId = this.#one(editors);
    if (engine === null || userId === undefined) return;
    const withBase = random() < 0.7;
    const pause = withBase ? random() * 500 : 0;
    const added: string[] = [];
    try {
      const read = await engine.readText(fileId);
      await new Promise<void>((resolve) => setTimeout(resolve, pause));
      const lines = read.text.split("\n");
      for (let n = Math.floor(random() * 3); n >= 0; n -= 1) {
        const word = words.next();
        added.push(word);
        lines.splice(Math.floor(random() * lines.length), 0, word);
      }
      const content = lines.join("\n");
      words.put(added, userId, withBase ? null : content);
      await engine.replaceText({ fileId, userId, content, ...(withBase ? { base: read.version } : {}) });
      words.putAnswered(added, witness.letters());
    } catch (error) {
      // It may be in, and then once.
      if (!isAppError(error) || !MAY_FAIL.has(error.code)) this.#faults.push(`I9: a PUT failed: ${error}`);
    }
  }
}
