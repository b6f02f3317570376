const FIRST_MS = 250;
const MAX_MS = 10_000;

/**
 * Milliseconds until the n-th try after a drop (n from 1): the first soon, then doubling up to a bound, with half of it
 * by chance, so that all clients of a restarted server do not come back in the same moment.
 */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(MAX_MS, FIRST_MS * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random();
}
