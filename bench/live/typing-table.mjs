import { digits, median, tableOf } from "../lib/table.mjs";
import { beside, ratio } from "./in-turns.mjs";

/**
 * @typedef {import("./typing-run.mjs").Run} Run
 * @typedef {import("./in-turns.mjs").Measured<Run>} Measured
 */

const HEAD = [
  "",
  "server CPU, s",
  "÷ `ws` relay",
  "÷ Socket.IO relay",
  "÷ Hocuspocus",
  "database (and Redis) CPU, s",
  "both ÷ Hocuspocus",
  "p50, ms",
  "p99, ms",
  "driver busy",
  "all arrived",
];
/** From here on the driver's own waiting is in the latencies. */
const BUSY_LIMIT = 0.7;
const PERCENT = 100;
const MS = 1_000;

/** @param {Run} run */
export const serverMs = (run) => run.serverMs;
/** @param {Run} run */
export const bothMs = (run) => run.serverMs + run.databaseMs;

/**
 * A row per system: medians over the rounds; ratios are taken round by round.
 * @param {Measured[]} all
 */
export function typingTable(all) {
  const rows = all.map(({ id, name, runs }) => {
    const of = (/** @type {(run: Run) => number} */ figure) => median(runs.map(figure));
    const against = (/** @type {string} */ peer, /** @type {(run: Run) => number} */ cost) =>
      digits(median(beside(all, [id, peer], cost, ratio)));
    const busy = of((run) => run.busy);
    return [
      name,
      digits(of(serverMs) / MS),
      against("ws-relay", serverMs),
      against("socket-io-relay", serverMs),
      against("hocuspocus", serverMs),
      digits(of((run) => run.databaseMs) / MS),
      against("hocuspocus", bothMs),
      digits(
        of((run) => run.p50),
        1,
      ),
      digits(
        of((run) => run.p99),
        1,
      ),
      `${(busy * PERCENT).toFixed(0)} %${busy > BUSY_LIMIT ? " ⚠" : ""}`,
      arrived(runs),
    ];
  });
  return tableOf(HEAD, rows);
}

/** How many characters, texts or connections are not as they must be. @param {Run[]} runs */
export const faultsIn = (runs) =>
  runs.reduce((sum, { missing, diverged, ended }) => sum + missing + diverged + ended.length, 0);

/** @param {Run[]} runs */
function arrived(runs) {
  if (faultsIn(runs) === 0) return "yes";
  const sum = (/** @type {"missing" | "diverged"} */ what) => runs.reduce((all, run) => all + run[what], 0);
  const ended = runs.flatMap((run) => run.ended);
  const told = ended.length === 0 ? "" : `; ended: ${ended.join(", ")}`;
  return `**no**: ${sum("missing")} missing, ${sum("diverged")} of other text${told}`;
}
