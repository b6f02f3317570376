import { setTimeout as sleep } from "node:timers/promises";
import type { Refusal } from "@/lib/contracts/live";
import type { EngineBounds } from "./bounds";
import type { Connection } from "./connection";

/**
 * Sends connections away in small groups, so that they do not all come to the other processes in one moment: more to a
 * group the more there are, so that it takes `sendAwayGroups` × `sendAwayEvery` at most. Whose turn has not come goes on.
 */
export async function sendAway(
  connections: readonly Connection[],
  why: Refusal,
  { sendAwayTogether, sendAwayGroups, sendAwayEvery }: EngineBounds,
): Promise<void> {
  const size = Math.max(sendAwayTogether, Math.ceil(connections.length / sendAwayGroups));
  for (let from = 0; from < connections.length; from += size) {
    if (from > 0) await sleep(sendAwayEvery);
    for (const connection of connections.slice(from, from + size)) connection.close(why);
  }
}
