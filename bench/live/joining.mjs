import { connect } from "./client.mjs";

/** Joined so many at a time: the way in is not what is measured. */
const JOINS_AT_ONCE = 20;

/**
 * Connects all and resolves when all have joined.
 * @param {{ address: import("./client.mjs").Address, author?: number | undefined }[]} people `author`: of those who type
 * @returns {Promise<import("./client.mjs").Client[]>} in the order of `people`
 */
export async function joinAll(people) {
  /** @type {import("./client.mjs").Client[]} */
  const clients = [];
  for (let next = 0; next < people.length; next += JOINS_AT_ONCE) {
    const group = people
      .slice(next, next + JOINS_AT_ONCE)
      .map(({ address, author }) => connect(address, author));
    clients.push(...group);
    await Promise.all(group.map(({ joined }) => joined));
  }
  return clients;
}
