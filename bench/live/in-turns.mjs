import { say, seconds } from "../../scripts/lib/progress.mjs";
import { chosenSystems, systemOf } from "./systems.mjs";

/**
 * Every system once, then every system again: the machine's own ups and downs fall on all.
 *
 * @typedef {{ systems: string[], aside: string[], rounds: number }} Turns `aside`: shown for comparison, in the first round
 *   alone
 */

const ROUNDS = 3;

/**
 * @template R
 * @typedef {{ id: string, name: string, runs: R[] }} Measured `id` and `name` as in systems.mjs
 */

/**
 * @param {string[]} systems
 * @param {string[]} aside left out of a quick look unless they are asked for
 * @param {import("../lib/kept.mjs").Options} options
 * @returns {Turns}
 */
export function turnsOf(systems, aside, { quick, systems: asked }) {
  const shown = quick && asked.length === 0 ? [] : aside;
  return {
    systems: chosenSystems([...systems, ...shown], asked),
    aside,
    rounds: quick ? 1 : ROUNDS,
  };
}

/**
 * @template R
 * @param {string} what
 * @param {Turns} turns
 * @param {(id: string, round: number) => Promise<R>} run
 * @returns {Promise<Measured<R>[]>}
 */
export async function inTurns(what, { systems, aside, rounds }, run) {
  const measured = systems.map((id) => ({ id, name: systemOf(id).name, runs: /** @type {R[]} */ ([]) }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { id, runs } of measured) {
      if (aside.includes(id) && round > 1) continue;
      const since = performance.now();
      runs.push(await run(id, round));
      say(`${what}, ${id}, round ${round} (took ${seconds(performance.now() - since)})`);
    }
  }
  return measured;
}

/**
 * One figure of a system beside the same of another, round by round.
 * @template R
 * @param {Measured<R>[]} all
 * @param {[ours: string, theirs: string]} pair
 * @param {(run: R) => number} figure
 * @param {(ours: number, theirs: number) => number} compare
 * @returns {number[]} none where one of them was not measured
 */
export function beside(all, [ours, theirs], figure, compare) {
  const of = (/** @type {string} */ id) => all.find((one) => one.id === id)?.runs ?? [];
  return of(ours).flatMap((run, round) => {
    const other = of(theirs)[round];
    return other === undefined ? [] : [compare(figure(run), figure(other))];
  });
}

/** @param {number} ours @param {number} theirs */
export const ratio = (ours, theirs) => ours / theirs;
/** @param {number} ours @param {number} theirs */
export const difference = (ours, theirs) => ours - theirs;
