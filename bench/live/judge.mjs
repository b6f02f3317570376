import { textOfAuthors } from "./sharedb-client.mjs";
import { textOf } from "./yjs-heard.mjs";

/**
 * What became of what was typed, worked out once the clock has stopped.
 *
 * @typedef {{ client: number, typed: import("./keystrokes.mjs").Keystroke[], sentAt: number[] }} Typist `sentAt`: not a
 *   number where the time does not count
 * @typedef {{ latencies: number[], missing: number, diverged: number }} Verdict `latencies`: milliseconds from each typed
 *   character to each who saw it; `missing`: of those, how many never came; `diverged`: how many ended with another text
 */

/**
 * @param {import("./client.mjs").Client[]} clients everybody in the file, those who type first
 * @param {Typist[]} typists
 * @param {import("./client.mjs").Address["road"]} road
 * @returns {Verdict}
 */
export function judge(clients, typists, road) {
  const expected = road === "sharedb" ? textOfAuthors(typists) : textOfUpdates(typists);
  /** @type {Verdict} */
  const verdict = { latencies: [], missing: 0, diverged: 0 };
  for (const [n, client] of clients.entries()) {
    const others = typists.filter((typist) => typist !== typists[n]);
    verdict.missing += timesSeen(client, others, verdict.latencies);
    if (client.text() !== expected) verdict.diverged += 1;
  }
  return verdict;
}

/** @param {Typist[]} typists */
function textOfUpdates(typists) {
  return textOf(typists.flatMap(({ typed }) => typed.map(({ update }) => update)));
}

/**
 * Adds one latency per character seen; answers how many were not.
 * @param {import("./client.mjs").Client} client
 * @param {Typist[]} others
 * @param {number[]} latencies
 */
function timesSeen(client, others, latencies) {
  /** @type {Map<string, number>} */
  const sent = new Map();
  for (const { client: author, typed, sentAt } of others) {
    typed.forEach(({ clock }, n) => {
      if (clock >= 0) sent.set(`${author} ${clock}`, sentAt[n] ?? Number.NaN);
    });
  }
  for (const { author, clock, at } of client.marks()) {
    const time = sent.get(`${author} ${clock}`);
    if (time === undefined) continue;
    if (!Number.isNaN(time)) latencies.push(at - time);
    sent.delete(`${author} ${clock}`);
  }
  return sent.size;
}
