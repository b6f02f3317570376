import type { ChannelMember, FileChannel } from "@/lib/collab/channel";
import { NO_WIRE } from "@/lib/collab/file-wire";
import { createLiveEngine } from "@/lib/collab/live-engine";
import { createLiveFeatures } from "@/lib/collab/live-features";
import { createMemoryLog, type MemoryLog } from "@/lib/collab/memory-log";
import type { LiveEngine } from "@/lib/collab/types";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { createFileChannel } from "@/lib/realtime/file-channel";
import { type SimulatedWires, simulateWires } from "../simulated-wire";
import { type BrowserProfile, browserProfile } from "./browser-profile";
import { type FaultyLog, faultyLog, type Weather } from "./faulty-log";
import { Tab } from "./tab";
import { delay, type VirtualTime, virtualTime } from "./virtual-time";
import { Witness } from "./witness";
import { Words } from "./words";

/** What is broken on purpose, to show that the checks find it: the engine, or the browser's locks. */
export type Broken = "relays-before-it-commits" | "subscribes-after-it-reads" | "shares-copies-between-pages";

export interface WorldOptions {
  broken?: Broken;
  /** Server processes on one database. */
  processes?: number;
}

interface Server {
  engine: LiveEngine;
  database: FaultyLog;
  leaveWire(): void;
}

export interface Human {
  userId: number;
  profile: BrowserProfile;
}

/** Takes client ids and types nothing. */
const SOMEBODY_ELSE = 99;
const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** One file, the people in it, their browsers and networks, a database and a server that die and come back. */
export class World {
  readonly log: MemoryLog = createMemoryLog();
  readonly witness = new Witness();
  readonly words = new Words();
  readonly weather: Weather = { away: false, failsBefore: 0, failsAfter: 0, slowest: 20 };
  readonly humans: Human[] = [];
  readonly tabs: Tab[] = [];
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly fileId: number;
  /**
   * Then there is one tab a person and the database does not fail: text that is refused is offered again from what the
   * server has, and an earlier message that is stored only later would bring it twice. Client ids are 32 random bits.
   */
  readonly foreignIds: boolean;
  readonly #broken: Broken | undefined;
  /** Null: it was killed and not started yet. */
  readonly #servers: (Server | null)[];
  /** Null: there is one process, and it knows. */
  readonly wires: SimulatedWires | null;
  #clientIds = 0;

  constructor(random: () => number, people: number, { broken, processes = 1 }: WorldOptions = {}) {
    this.random = random;
    this.#broken = broken;
    this.#servers = Array.from({ length: processes }, () => null);
    this.wires = processes === 1 ? null : simulateWires(random, { away: false, dropped: 0, slowest: 40 });
    this.foreignIds = random() < 0.2;
    this.time = virtualTime(random);
    this.fileId = this.log.createFile(1);
    for (let userId = 1; userId <= people; userId += 1) {
      if (userId > 1) this.log.setRole(this.fileId, userId, random() < 0.25 ? "viewer" : "collaborator");
      const profile = browserProfile(userId, this.fileId, {
        nextClientId: () => this.newClientId(),
        locks: broken !== "shares-copies-between-pages",
      });
      this.humans.push({ userId, profile });
    }
    this.startServers();
  }

  /** In some schedules now and then one that belongs to somebody else: what is typed under it is refused (4422). */
  newClientId(): number {
    this.#clientIds += 1;
    if (this.foreignIds && this.random() < 0.2) {
      this.log.setRole(this.fileId, SOMEBODY_ELSE, "viewer");
      void this.log.claimClients(this.fileId, SOMEBODY_ELSE, [this.#clientIds]);
    }
    return this.#clientIds;
  }

  /** Of those that run one by chance. */
  #anyServer(): Server | null {
    const running = this.#servers.filter((server) => server !== null);
    const at = running.length > 1 ? Math.floor(this.random() * running.length) : 0;
    return running[at] ?? null;
  }

  /** That of a process that runs, as a load balancer gives one out; null: none does. */
  engine(): LiveEngine | null {
    return this.#anyServer()?.engine ?? null;
  }

  startServers(): void {
    for (const [at, server] of this.#servers.entries()) this.#servers[at] = server ?? this.#startServer();
  }

  #startServer(): Server {
    const { log, weather, random, witness, words } = this;
    const database = faultyLog(log, {
      weather,
      random,
      stored: (entries, results) => {
        witness.stored(entries, results);
        words.stored(() => witness.letters());
      },
      answersEarly: this.#broken === "relays-before-it-commits",
    });
    const wire = this.wires?.connect();
    const engine = createLiveEngine({
      log: database.log,
      findForUser: async (fileId, userId) => {
        await delay(random() * weather.slowest);
        if (weather.away) throw new AppError("unavailable", "The database cannot be reached.");
        return log.findForUser(fileId, userId);
      },
      endingOf: async (fileId, userId) => {
        await delay(random() * weather.slowest);
        return log.endingOf(fileId, userId);
      },
      findForMembers: async (members) => {
        await delay(random() * weather.slowest);
        return log.findForMembers(members);
      },
      liveAmong: async (sessionIds) =>
        sessionIds.map((id) => ({ id, username: id.replace("session", "user") })),
      channel: this.#broken === "subscribes-after-it-reads" ? lateChannel() : createFileChannel(),
      wire: wire ?? NO_WIRE,
      features: createLiveFeatures(SILENT),
      limits: { maxFileBytes: 100_000 },
      rateLimits: false,
      logger: SILENT,
      bounds: {
        compactRows: 10,
        compactEvery: 500,
        compactRest: 0,
        idle: 2_000,
        stop: 500,
        headsEvery: 1_000,
      },
      now: () => Date.now(),
    });
    return { engine, database, leaveWire: () => wire?.kill() };
  }

  #gone(server: Server): void {
    server.leaveWire();
    this.#servers[this.#servers.indexOf(server)] = null;
  }

  killServer(): void {
    const server = this.#anyServer();
    if (server === null) return;
    const { engine, database } = server;
    this.#gone(server);
    database.kill();
    for (const tab of this.tabs) tab.channel.serverDied(engine);
    void engine.stop(); // only to end its timers: nobody hears it any more
  }

  async restartServer(): Promise<void> {
    const server = this.#anyServer();
    await server?.engine.stop();
    if (server !== null) this.#gone(server);
    this.startServers();
  }

  openTab(human: Human): Tab {
    const tab = new Tab(this, human);
    this.tabs.push(tab);
    return tab;
  }

  closeTab(tab: Tab, killed: boolean): void {
    const at = this.tabs.indexOf(tab);
    if (at >= 0) this.tabs.splice(at, 1);
    tab.close(killed);
  }

  setRole(userId: number, role: "viewer" | "collaborator" | null): void {
    this.log.setRole(this.fileId, userId, role);
    const engine = this.engine();
    if (role === null) engine?.memberRemoved(this.fileId, userId, "owner");
    else engine?.roleChanged(this.fileId, userId, { role, by: "owner" });
  }

  /** With TEST_TRACE, what happened and how everybody stands. */
  note(what: string): void {
    if (process.env.TEST_TRACE === undefined) return;
    const tabs = this.tabs.map((tab) => `\n    ${tab.describe()}`).join("");
    const { away } = this.weather;
    const line = { servers: this.#servers.map((server) => server !== null), away, log: this.witness.text };
    process.stdout.write(`${Date.now()} ${what} ${JSON.stringify(line)}${tabs}\n`);
  }

  end(): void {
    for (const tab of this.tabs) tab.close(true);
    for (const _ of this.#servers) this.killServer();
    this.time.end();
  }
}

/** Whoever enters hears only what is said a while later. */
function lateChannel(): FileChannel {
  const inner = createFileChannel();
  return {
    enter(fileId, member: ChannelMember) {
      let leave: (() => void) | null = null;
      let left = false;
      setTimeout(() => {
        if (!left) leave = inner.enter(fileId, member);
      }, 100);
      return () => {
        left = true;
        leave?.();
      };
    },
    publish: inner.publish,
  };
}
