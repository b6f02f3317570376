import * as Y from "yjs";
import type { AppendEntry, AppendResult } from "@/lib/collab/document-log";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { type Letter, lettersOf } from "./letters";

/** Sees every row as it is stored, and knows what may be shown. Throws where an invariant is broken. */
export class Witness {
  readonly #doc = new Y.Doc();
  readonly #owners = new Map<number, number>();

  get text(): string {
    return this.#doc.getText(CONTENT_ROOT).toString();
  }

  stored(entries: readonly AppendEntry[], results: readonly AppendResult[]): void {
    for (const [index, entry] of entries.entries()) {
      if (results[index]?.status !== "stored") continue;
      this.#judgeAuthor(entry);
      Y.applyUpdate(this.#doc, entry.update);
      const { pendingStructs, pendingDs } = this.#doc.store;
      if (pendingStructs !== null || pendingDs !== null)
        throw new Error("I4: a row waits for what is not stored");
    }
  }

  #judgeAuthor({ update, userId }: AppendEntry): void {
    for (const { id, length } of Y.decodeUpdate(update).structs) {
      if (id.clock + length <= Y.getState(this.#doc.store, id.client)) continue;
      const owner = this.#owners.get(id.client) ?? userId;
      this.#owners.set(id.client, owner);
      if (owner !== userId) throw new Error(`I8: user ${userId} wrote under the client id of user ${owner}`);
    }
  }

  /** Everything in a message that was shown or acknowledged must be in the log. */
  mustHold(message: Uint8Array, what: string): void {
    const update = updateIn(message);
    if (update === null) return;
    const { structs, ds } = Y.decodeUpdate(update);
    for (const { id, length } of structs)
      if (id.clock + length > this.state(id.client))
        throw new Error(`I1: ${what} holds text that is not stored`);
    for (const [client, ranges] of ds.clients)
      for (const { clock, len } of ranges)
        if (!this.#deleted(client, clock, len))
          throw new Error(`I1: ${what} holds a deletion that is not stored`);
  }

  state(client: number): number {
    return Y.getState(this.#doc.store, client);
  }

  #deleted(client: number, clock: number, len: number): boolean {
    const structs = this.#doc.store.clients.get(client);
    if (structs === undefined || this.state(client) < clock + len) return false;
    for (let n = Y.findIndexSS(structs, clock); n < structs.length; n += 1) {
      const struct = structs[n];
      if (struct === undefined || struct.id.clock >= clock + len) break;
      if (!struct.deleted) return false;
    }
    return true;
  }

  /** The text, and who wrote each of its UTF-16 units (I8). */
  letters(): Letter[] {
    return lettersOf(this.#doc.getText(CONTENT_ROOT), this.#owners);
  }
}

/** The Yjs update in a y-protocols message (0 sync, then 1 step 2 or 2 update, then its bytes with their length). */
function updateIn(message: Uint8Array): Uint8Array | null {
  if (message[0] !== 0 || (message[1] !== 1 && message[1] !== 2)) return null;
  let length = 0;
  let at = 2;
  for (let shift = 0; ; shift += 7) {
    const byte = message[at++] ?? 0;
    length += (byte & 127) * 2 ** shift;
    if (byte < 128) break;
  }
  return message.subarray(at, at + length);
}
