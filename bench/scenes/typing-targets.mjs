import { median } from "../lib/table.mjs";
import { beside, difference, ratio } from "../live/in-turns.mjs";
import { bothMs, faultsIn, serverMs } from "../live/typing-table.mjs";

/**
 * What people typing may cost and how long it may take, beside others.
 *
 * @typedef {import("../live/typing-run.mjs").Run} Run
 * @typedef {import("../live/in-turns.mjs").Measured<Run>[]} All
 * @typedef {(all: All) => import("../lib/targets.mjs").Target} Asked
 */

const p50 = (/** @type {Run} */ run) => run.p50;
const p99 = (/** @type {Run} */ run) => run.p99;

/** @type {Asked} */
const allArrived = (all) => ({
  what: "ours: characters or texts that did not arrive",
  measured: faultsIn(all.filter(({ id }) => id.startsWith("tandem")).flatMap(({ runs }) => runs)),
  limit: 0,
});

/** @type {Asked[]} */
export const FAN_OUT_TARGETS = [
  quotient("server CPU ÷ Hocuspocus", ["tandem", "hocuspocus"], serverMs, 0.6),
  quotient("server and database CPU ÷ Hocuspocus", ["tandem", "hocuspocus"], bothMs, 0.6),
  quotient("server CPU ÷ `ws` relay", ["tandem", "ws-relay"], serverMs, 1.1),
  quotient("server and database CPU ÷ `ws` relay", ["tandem", "ws-relay"], bothMs, 1.1),
  quotient("Socket.IO: server CPU ÷ its relay", ["tandem-socket-io", "socket-io-relay"], serverMs, 0.6),
  quotient("Socket.IO: server CPU ÷ Hocuspocus", ["tandem-socket-io", "hocuspocus"], serverMs, 0.9),
  excess("p99 over Hocuspocus'", ["tandem", "hocuspocus"], p99, 25),
  excess("Socket.IO: p99 over Hocuspocus'", ["tandem-socket-io", "hocuspocus"], p99, 25),
  quotient("two processes ÷ one: all CPU", ["tandem-two", "tandem"], bothMs, 1.4),
  quotient("two processes ÷ one: p99", ["tandem-two", "tandem"], p99, 2),
  allArrived,
];

/** @type {Asked[]} */
export const MANY_FILES_TARGETS = [
  quotient("server and database CPU ÷ Hocuspocus", ["tandem", "hocuspocus"], bothMs, 0.8),
  excess("p99 over the `ws` relay's", ["tandem", "ws-relay"], p99, 25),
  allArrived,
];

/** @type {Asked[]} */
export const ONE_PERSON_TARGETS = [
  excess("p50 over the `ws` relay's", ["tandem", "ws-relay"], p50, 5),
  allArrived,
];

/**
 * @param {string} what
 * @param {[ours: string, theirs: string]} pair of systems
 * @param {(run: Run) => number} figure
 * @param {number} limit
 * @returns {Asked}
 */
function quotient(what, pair, figure, limit) {
  return (all) => ({ what, measured: median(beside(all, pair, figure, ratio)), limit });
}

/**
 * @param {string} what
 * @param {[ours: string, theirs: string]} pair of systems
 * @param {(run: Run) => number} figure
 * @param {number} limit milliseconds
 * @returns {Asked}
 */
function excess(what, pair, figure, limit) {
  return (all) => ({ what, measured: median(beside(all, pair, figure, difference)), limit, unit: "ms" });
}
