import { digits, median, tableOf } from "../lib/table.mjs";
import { beside, ratio } from "../live/in-turns.mjs";

/**
 * @typedef {import("./memory.mjs").Run} Run
 * @typedef {import("../live/in-turns.mjs").Measured<Run>} Measured
 */

const KB = 1_024;
const MB = 1_024 * KB;
const LIMITS = { ratio: 0.5, kilobytes: 20 };
const HEAD = [
  "",
  "client, kB RSS",
  "÷ Hocuspocus",
  "client, kB heap",
  "file, kB RSS",
  "÷ Hocuspocus",
  "file, kB heap",
  "empty process, MB RSS",
];

/** @param {Run} run */
const clientRss = ({ client }) => client.rss;
/** @param {Run} run */
const clientHeap = ({ client }) => client.heap;
/** @param {Run} run */
const fileRss = ({ file }) => file.rss;
/** @param {Run} run */
const fileHeap = ({ file }) => file.heap;

/** @param {Measured[]} all */
export function memoryTable(all) {
  const rows = all.map((one) => row(all, one));
  return tableOf(HEAD, rows);
}

/**
 * @param {Measured[]} all
 * @param {Measured} one
 */
function row(all, { id, name, runs }) {
  const kilobytes = (/** @type {(run: Run) => number} */ figure) => digits(median(runs.map(figure)) / KB, 1);
  const against = (/** @type {(run: Run) => number} */ figure) =>
    digits(median(beside(all, [id, "hocuspocus"], figure, ratio)));
  return [
    name,
    kilobytes(clientRss),
    against(clientRss),
    kilobytes(clientHeap),
    kilobytes(fileRss),
    against(fileRss),
    kilobytes(fileHeap),
    digits(median(runs.map(({ base }) => base.rss)) / MB, 0),
  ];
}

/**
 * @param {Measured[]} all
 * @returns {import("../lib/targets.mjs").Target[]}
 */
export function memoryTargets(all) {
  return [
    { what: "idle client, RSS", figure: clientRss },
    { what: "idle client, heap", figure: clientHeap },
    { what: "small open file, RSS", figure: fileRss },
    { what: "small open file, heap", figure: fileHeap },
  ].flatMap(({ what, figure }) => [
    {
      what: `${what} ÷ Hocuspocus'`,
      measured: median(beside(all, ["tandem", "hocuspocus"], figure, ratio)),
      limit: LIMITS.ratio,
    },
    {
      what,
      measured: median(all.filter(({ id }) => id === "tandem").flatMap(({ runs }) => runs.map(figure))) / KB,
      limit: LIMITS.kilobytes,
      unit: "kB",
    },
  ]);
}
