import autocannon from "autocannon";

/**
 * Two servers asked the same in turns, so that whatever else the machine does falls on both.
 *
 * @typedef {{ url: string, method?: "GET" | "POST" | "PUT", headers?: Record<string, string>, bodies?: string[] }} Ask
 *   `bodies` are sent in turns
 * @typedef {{ ask: Ask, server: import("./servers.mjs").Server }} Side
 * @typedef {{ name: string, ours: Side, peer: Side }} Case
 * @typedef {{ rate: number, p99: number, cpuMs: number }} Run requests per second, milliseconds, and those of the server's
 *   processor for one request
 * @typedef {{ name: string, ours: Run[], peer: Run[] }} Compared
 */

/** Requests under way at once. */
const CONNECTIONS = 10;
const WARM_UP_SECONDS = 2;

/**
 * @param {Case} asked
 * @param {{ rounds: number, seconds: number }} bounds
 * @returns {Promise<Compared>}
 */
export async function compare({ name, ours, peer }, { rounds, seconds }) {
  /** @type {Compared} */
  const compared = { name, ours: [], peer: [] };
  for (const side of [ours, peer]) await measure(side, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    compared.ours.push(await measure(ours, seconds));
    compared.peer.push(await measure(peer, seconds));
  }
  return compared;
}

/**
 * Throws when any answer is not a 2xx: a rate of refusals says nothing.
 * @param {Side} side
 * @param {number} seconds
 * @returns {Promise<Run>}
 */
async function measure({ ask: { bodies, ...ask }, server }, seconds) {
  const before = server.cpuMs();
  const requests = bodies?.map((body) => ({ body }));
  const result = await autocannon({
    ...ask,
    ...(requests === undefined ? {} : { requests }),
    connections: CONNECTIONS,
    duration: seconds,
  });
  const { errors, non2xx, latency } = result;
  if (errors > 0 || non2xx > 0)
    throw new Error(`${ask.url}: ${errors} errors and ${non2xx} answers other than 2xx`);
  const { total } = result.requests;
  return { rate: total / result.duration, p99: latency.p99, cpuMs: (server.cpuMs() - before) / total };
}
