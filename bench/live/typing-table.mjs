import { median } from "../lib/table.mjs";

/** @typedef {{ id: string, name: string, runs: import("./typing-run.mjs").Run[] }} Measured `id` as in systems.mjs */

const HEAD = [
  "| | server CPU, s | ÷ `ws` relay | ÷ Socket.IO relay | ÷ Hocuspocus | database CPU, s | both ÷ Hocuspocus | p50, ms | p99, ms | driver busy | all arrived |",
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
];
/** From here on the driver's own waiting is in the latencies. */
const BUSY_LIMIT = 0.7;
const PERCENT = 100;
const MS = 1_000;

/**
 * A row per system: medians over the rounds; ratios are taken round by round.
 * @param {Measured[]} all
 */
export function typingTable(all) {
  const of = (/** @type {string} */ id) => all.find((one) => one.id === id)?.runs ?? [];
  const peers = { ws: of("ws-relay"), io: of("socket-io-relay"), hocuspocus: of("hocuspocus") };
  const server = (/** @type {import("./typing-run.mjs").Run} */ run) => run.serverMs;
  const both = (/** @type {import("./typing-run.mjs").Run} */ run) => run.serverMs + run.databaseMs;
  const rows = all.map(({ name, runs }) => {
    const busy = median(runs.map((run) => run.busy));
    const cells = [
      name,
      (median(runs.map(server)) / MS).toFixed(2),
      ratio(runs, peers.ws, server),
      ratio(runs, peers.io, server),
      ratio(runs, peers.hocuspocus, server),
      (median(runs.map((run) => run.databaseMs)) / MS).toFixed(2),
      ratio(runs, peers.hocuspocus, both),
      median(runs.map((run) => run.p50)).toFixed(1),
      median(runs.map((run) => run.p99)).toFixed(1),
      `${(busy * PERCENT).toFixed(0)} %${busy > BUSY_LIMIT ? " ⚠" : ""}`,
      arrived(runs),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [...HEAD, ...rows].join("\n");
}

/**
 * @param {import("./typing-run.mjs").Run[]} runs
 * @param {import("./typing-run.mjs").Run[]} peers
 * @param {(run: import("./typing-run.mjs").Run) => number} cost
 */
function ratio(runs, peers, cost) {
  const ratios = runs.flatMap((run, round) => {
    const peer = peers[round];
    return peer === undefined ? [] : [cost(run) / cost(peer)];
  });
  return ratios.length === 0 ? "–" : median(ratios).toFixed(2);
}

/** @param {import("./typing-run.mjs").Run[]} runs */
function arrived(runs) {
  const sum = (/** @type {"missing" | "diverged"} */ what) => runs.reduce((all, run) => all + run[what], 0);
  const ended = runs.flatMap((run) => run.ended);
  if (sum("missing") + sum("diverged") + ended.length === 0) return "yes";
  const told = ended.length === 0 ? "" : `; ended: ${ended.join(", ")}`;
  return `**no**: ${sum("missing")} missing, ${sum("diverged")} of other text${told}`;
}
