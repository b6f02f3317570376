const MS = 1000;
/** Below this, tenths of a second are shown. */
const LONG_MS = 10_000;

/**
 * One line of progress for whoever started the command.
 * @param {string} line
 */
export function say(line) {
  process.stdout.write(`tandem: ${line}\n`);
}

/**
 * Says what begins and, with its seconds, what is done.
 * @template T
 * @param {string} doing
 * @param {string} done
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(doing, done, work) {
  say(`${doing} …`);
  const since = performance.now();
  const result = await work();
  say(`${done} in ${seconds(performance.now() - since)}`);
  return result;
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / MS).toFixed(ms < LONG_MS ? 1 : 0)} s`;
}
