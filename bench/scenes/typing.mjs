import { inTurns, turnsOf } from "../live/in-turns.mjs";
import { withStores } from "../live/stores.mjs";
import { runTyping } from "../live/typing-run.mjs";
import { typingTable } from "../live/typing-table.mjs";
import { FAN_OUT_TARGETS, MANY_FILES_TARGETS, ONE_PERSON_TARGETS } from "./typing-targets.mjs";

/**
 * People typing: what it costs until everybody has seen it, and how long that takes.
 *
 * @typedef {import("../live/typing-run.mjs").Run} Run
 * @typedef {import("../live/typing-run.mjs").Scene} Load
 * @typedef {{ postgres: string, length: string, measured: import("../live/in-turns.mjs").Measured<Run>[] }} Data
 */

const QUICK_SECONDS = 5;
const PEERS = ["ws-relay", "socket-io-relay", "hocuspocus"];
const OURS = ["tandem", "tandem-socket-io"];
const ASIDE = ["y-leveldb", "sharedb", "tandem-pglite"];

export const FAN_OUT_100 = typing({
  name: "fan-out-100",
  title: "One file, 100 people, 10 of them type 10 edits a second each",
  load: { rooms: 1, people: 100, typists: 10, editsPerSecond: 10, seconds: 8 },
  systems: [...PEERS, ...OURS, "tandem-two"],
  aside: ["y-websocket", ...ASIDE, "tandem-socket-io-two"],
  targets: FAN_OUT_TARGETS,
});

export const FAN_OUT_300 = typing({
  name: "fan-out-300",
  title: "One file, 300 people, 5 of them type 10 edits a second each",
  load: { rooms: 1, people: 300, typists: 5, editsPerSecond: 10, seconds: 8 },
  systems: [...PEERS, ...OURS, "tandem-two"],
  aside: ASIDE,
  targets: FAN_OUT_TARGETS,
});

export const MANY_FILES = typing({
  name: "many-files",
  title: "300 files, 3 people in each, one of them types 2 edits a second",
  load: { rooms: 300, people: 3, typists: 1, editsPerSecond: 2, seconds: 8 },
  systems: [...PEERS, ...OURS],
  aside: ASIDE,
  targets: MANY_FILES_TARGETS,
});

export const ONE_PERSON = typing({
  name: "one-person",
  title: "One file, 2 people, one of them types 10 edits a second",
  load: { rooms: 1, people: 2, typists: 1, editsPerSecond: 10, seconds: 8 },
  systems: [...PEERS, ...OURS],
  aside: ASIDE,
  targets: ONE_PERSON_TARGETS,
});

/**
 * @param {{ name: string, title: string, load: Load, systems: string[], aside: string[], targets: import("./typing-targets.mjs").Asked[] }} scene
 * @returns {import("../lib/kept.mjs").Scene<Data>}
 */
function typing({ name, title, load, systems, aside, targets }) {
  return {
    title,
    async measure(options) {
      const turns = turnsOf(systems, aside, options);
      const seconds = options.quick ? QUICK_SECONDS : load.seconds;
      const length = `${seconds} s, ${turns.rounds === 1 ? "one round" : `medians of ${turns.rounds} rounds`}`;
      return withStores(async (stores) => ({
        postgres: stores.version,
        length,
        measured: await inTurns(name, turns, (id) => runTyping(id, { ...load, seconds }, stores)),
      }));
    },
    show: ({ postgres, length, measured }) =>
      `PostgreSQL ${postgres}; ${length}.\n\n${typingTable(measured)}`,
    targets: ({ measured }) => targets.map((target) => target(measured)),
  };
}
