import { digits, median, tableOf } from "../lib/table.mjs";
import { beside, ratio } from "../live/in-turns.mjs";

/**
 * @typedef {import("./long-trace.mjs").Run} Run
 * @typedef {import("./long-trace.mjs").Opened} Opened
 * @typedef {import("../live/in-turns.mjs").Measured<Run>[]} All
 */

const MS = 1_000;
const KB = 1_000;
const MB = 1_000_000;
const REPLAY_HEAD = [
  "replay",
  "edits",
  "edits/s, delivered",
  "÷ Hocuspocus",
  "edits/s, durable",
  "server CPU, s",
  "database CPU, s",
  "edits per CPU second, all",
];
const OPEN_HEAD = [
  "cold open",
  "from connecting to the whole text, ms",
  "÷ Hocuspocus",
  "of it received, ms",
  "received, kB",
  "server's peak RSS, MB",
  "start, ms",
];

/** @param {Run} run edits a second until the second client has all */
export const rate = ({ edits, deliveredMs }) => (edits / deliveredMs) * MS;
/** @param {Run} run edits a second until all is stored */
export const durableRate = ({ edits, durableMs }) => (edits / durableMs) * MS;
/** @param {Run} run milliseconds */
export const opening = ({ opened }) => median(opened.map(({ openMs }) => openMs));

/** @param {All} all */
export function replayTable(all) {
  const rows = all.map(({ id, name, runs }) => {
    const of = (/** @type {(run: Run) => number} */ figure) => median(runs.map(figure));
    return [
      name,
      String(of(({ edits }) => edits)),
      digits(of(rate), 0),
      digits(median(beside(all, [id, "hocuspocus"], rate, ratio))),
      digits(of(durableRate), 0),
      digits(of(({ serverMs }) => serverMs / MS)),
      digits(of(({ databaseMs }) => databaseMs / MS)),
      digits(
        of(({ edits, serverMs, databaseMs }) => (edits / (serverMs + databaseMs)) * MS),
        0,
      ),
    ];
  });
  return tableOf(REPLAY_HEAD, rows);
}

/** Without those that store nothing. @param {All} all */
export function openTable(all) {
  const rows = all
    .filter(({ runs }) => runs.some(({ opened }) => opened.length > 0))
    .map(({ id, name, runs }) => {
      const opens = runs.flatMap(({ opened }) => opened);
      const of = (/** @type {(one: Opened) => number} */ figure) => median(opens.map(figure));
      return [
        name,
        digits(
          of(({ openMs }) => openMs),
          0,
        ),
        digits(median(beside(all, [id, "hocuspocus"], opening, ratio))),
        digits(
          of(({ receivedMs }) => receivedMs),
          0,
        ),
        digits(
          of(({ bytes }) => bytes / KB),
          0,
        ),
        digits(
          of(({ peakBytes }) => peakBytes / MB),
          0,
        ),
        digits(
          of(({ startMs }) => startMs),
          0,
        ),
      ];
    });
  return tableOf(OPEN_HEAD, rows);
}
