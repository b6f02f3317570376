import { randomUUID } from "node:crypto";
import { locatePostgres, startPostgres } from "../../scripts/lib/postgres.mjs";
import { say, seconds } from "../../scripts/lib/progress.mjs";
import { runOnce } from "../assistant/run.mjs";
import { digits, median, tableOf } from "../lib/table.mjs";

/**
 * From the last keystroke of a burst until everybody in the file has what is new, while ten other files are typed in.
 *
 * @typedef {import("../assistant/run.mjs").Run} Run
 * @typedef {{ pauses: number, runs: Run[] }} Data
 */

const RUNS = 5;
const PAUSES = 20;
const QUICK_PAUSES = 6;
const LAG_LIMIT_MS = 50;

/** What is found first, and how long it may take. @type {Record<string, { what: string, limit: number }>} */
const ASKED = {
  javascript: { what: "JavaScript, own rules", limit: 250 },
  json: { what: "JSON, syntax", limit: 250 },
  "typescript-rules": { what: "TypeScript, own rules", limit: 250 },
  python: { what: "Python", limit: 300 },
  typescript: { what: "TypeScript, types", limit: 1_000 },
};

/** @type {import("../lib/kept.mjs").Scene<Data>} */
export const EDIT_TO_FINDINGS = {
  title: "1,000 lines, 5 people; 10 other files of that size typed in and analysed, 2 of them TypeScript",
  async measure({ quick, seed }) {
    const pauses = quick ? QUICK_PAUSES : PAUSES;
    /** @type {Run[]} */
    const runs = [];
    for (let round = 1; round <= (quick ? 1 : RUNS); round += 1) {
      const since = performance.now();
      const postgres = await startPostgres(locatePostgres({ install: true, say }));
      try {
        const env = { DATABASE_URL: postgres.url, SECRET_KEY: randomUUID() };
        runs.push(await runOnce(env, { pauses, seed: seed + round }));
      } finally {
        await postgres.stop();
      }
      say(`run ${round} (took ${seconds(performance.now() - since)})`);
    }
    return { pauses, runs };
  },
  show: ({ pauses, runs }) =>
    [
      `From the last keystroke, ms; ${pauses} pauses of each kind, ${runs.length === 1 ? "one run" : `medians of ${runs.length} runs`}.`,
      latencyTable(runs),
      serverTable(runs),
    ].join("\n\n"),
  targets: ({ runs }) => [
    ...Object.entries(ASKED).map(([kind, { what, limit }]) => ({
      what: `${what}, p95`,
      measured: median(runs.map((run) => rank(run.latencies[kind], 0.95))),
      limit,
      unit: "ms",
    })),
    {
      what: "event-loop lag of the server, p99",
      measured: median(runs.map(({ lag }) => lag.p99)),
      limit: LAG_LIMIT_MS,
      unit: "ms",
    },
    {
      what: "findings that somebody did not get, and connections that ended",
      measured: runs.reduce((sum, { missing, ended }) => sum + missing + ended.length, 0),
      limit: 0,
    },
  ],
};

/** @param {Run[]} runs */
function latencyTable(runs) {
  const rows = Object.entries(ASKED).map(([kind, { what }]) => {
    const of = (/** @type {number} */ share) => runs.map((run) => rank(run.latencies[kind], share));
    const p95 = of(0.95);
    return [
      what,
      digits(median(of(0.5)), 0),
      `**${digits(median(p95), 0)}**`,
      `${digits(Math.min(...p95), 0)}–${digits(Math.max(...p95), 0)}`,
      digits(Math.max(...of(1)), 0),
    ];
  });
  return tableOf(["", "p50", "p95", "p95 of the runs", "longest of all"], rows);
}

/** @param {Run[]} runs */
function serverTable(runs) {
  const of = (/** @type {(run: Run) => number} */ figure) => digits(median(runs.map(figure)), 1);
  return tableOf(
    ["", "p50", "p99", "longest", "processors in use, with the analysing processes"],
    [
      [
        "event-loop lag of the server, ms",
        of(({ lag }) => lag.p50),
        of(({ lag }) => lag.p99),
        of(({ lag }) => lag.max),
        digits(median(runs.map(({ serverMs, ms }) => serverMs / ms))),
      ],
    ],
  );
}

/**
 * By nearest rank.
 * @param {number[] | undefined} values
 * @param {number} share
 */
function rank(values = [], share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
