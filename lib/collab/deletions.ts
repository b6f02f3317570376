import * as encoding from "lib0/encoding";

/** Characters to delete, by Yjs client id: exactly these, whatever was typed between them. */
export type Deletions = Map<number, { clock: number; len: number }[]>;

/** Adds the range; one that goes on where the client's last one ended becomes part of it. */
export function addDeletion(deletions: Deletions, client: number, clock: number, len: number): void {
  const ranges = deletions.get(client) ?? [];
  const last = ranges.at(-1);
  if (last !== undefined && last.clock + last.len === clock) last.len += len;
  else ranges.push({ clock, len });
  deletions.set(client, ranges);
}

/** A Yjs v1 update that only deletes: no structs, then the delete set (yjs INTERNALS.md). */
export function deletionUpdate(deletions: Deletions): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, deletions.size);
  for (const [client, ranges] of deletions) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ranges.length);
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, len);
    }
  }
  return encoding.toUint8Array(encoder);
}
