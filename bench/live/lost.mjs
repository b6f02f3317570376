import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "./client.mjs";

/** Some servers say that all is told before they have read it: so long must nothing more come. */
const QUIET_MS = 2_000;
const LOOK_MS = 20;

/**
 * Which of the characters that were delivered somebody who opens the file does not get.
 * @param {import("./client.mjs").Address} address
 * @param {import("./client.mjs").Mark[]} delivered
 * @returns {Promise<import("./client.mjs").Mark[]>}
 */
export async function lostOf(address, delivered) {
  const client = connect(address);
  await client.joined;
  let count = -1;
  let since = performance.now();
  let lost = delivered;
  while (lost.length > 0 && performance.now() - since < QUIET_MS) {
    if (client.at.length !== count) {
      count = client.at.length;
      since = performance.now();
      const isHeld = client.holder();
      lost = delivered.filter((mark) => !isHeld(mark));
    }
    await sleep(LOOK_MS);
  }
  client.close();
  return lost;
}
