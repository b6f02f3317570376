import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { CLOCK_MAX } from "./bounds";
import { addDeletion, type Deletions } from "./deletions";

type Store = Y.Doc["store"];
type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded["structs"][number];

/** Where each client stood before the commit that is being put together, and who wrote what came since. */
export type Uncommitted = ReadonlyMap<number, { from: number; userId: number }>;

export type Verdict =
  | {
      kind: "fits";
      /** Client ids under which it brings new structs. */
      clientIds: number[];
      /** Whether it deletes something that is not deleted yet. */
      deletes: boolean;
      /** Characters that no text may hold (`\r`, U+0000), by where the client put them. */
      unwanted: Deletions;
    }
  /** It builds on something that the document does not have: ask the sender for more. */
  | { kind: "missing" }
  /** It builds on what another person's part of this very commit brings: judge it again after the commit. */
  | { kind: "wait" }
  | { kind: "refused"; detail: string };

const refused = (detail: string): Verdict => ({ kind: "refused", detail });

/**
 * Judges an update against a document, before it is applied (I4). Only structs that the document does not have are
 * judged for what they hold, but everything is looked at that Yjs would follow: a mutated update can decode and still
 * throw deep inside `applyUpdate`. Pure.
 */
export function judgeUpdate(
  store: Store,
  update: Uint8Array,
  userId: number,
  uncommitted: Uncommitted,
): Verdict {
  let decoded: Decoded;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    return refused("The update cannot be read.");
  }
  const reach = new Map<number, number>();
  const waits = (client: number, end: number) => {
    const open = uncommitted.get(client);
    return open !== undefined && open.userId !== userId && end > open.from;
  };
  const stateOf = (client: number) => reach.get(client) ?? Y.getState(store, client);

  const clientIds: number[] = [];
  const unwanted: Deletions = new Map();
  let gap = false;
  let wait = false;
  let previous: Struct | undefined;
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id;
    const end = clock + struct.length;
    const fault = faultOf(struct, previous, reach);
    if (fault !== undefined) return refused(fault);
    previous = struct;
    const state = stateOf(client);
    if (waits(client, end)) wait = true;
    reach.set(client, state);
    if (struct instanceof Y.Skip || end <= state) continue;
    if (clock > state) gap = true;
    const content = faultOfContent(struct);
    if (content !== undefined) return refused(content);
    if (clientIds.at(-1) !== client) clientIds.push(client);
    collectUnwanted(struct, state, unwanted);
    reach.set(client, end);
  }
  // Yjs reads an update's clients into a map: a second list of one client would silently replace the first.
  if (reach.size !== listsOf(update)) return refused("The update names a client twice.");
  if (gap) return { kind: "missing" };

  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Item)) continue;
    for (const origin of [struct.origin, struct.rightOrigin]) {
      if (origin === null) continue;
      if (origin.client === struct.id.client && origin.clock >= struct.id.clock)
        return refused("The update refers to itself.");
      if (origin.clock >= stateOf(origin.client)) return { kind: "missing" };
      if (waits(origin.client, origin.clock + 1)) wait = true;
    }
  }
  let deletes = false;
  for (const [client, ranges] of decoded.ds.clients) {
    for (const { clock, len } of ranges) {
      if (clock + len > stateOf(client)) return { kind: "missing" };
      if (waits(client, clock + len)) wait = true;
      deletes ||= !isDeletedThroughout(store, client, clock, len);
    }
  }
  return wait ? { kind: "wait" } : { kind: "fits", clientIds, deletes, unwanted };
}

/** How many lists of structs, one per client, the update says it has: its first number. */
const listsOf = (update: Uint8Array): number => decoding.readVarUint(decoding.createDecoder(update));

/** What is wrong with a struct wherever it stands, known or not. */
function faultOf(
  struct: Struct,
  previous: Struct | undefined,
  seen: ReadonlyMap<number, number>,
): string | undefined {
  const { client, clock } = struct.id;
  if (previous?.id.client === client) {
    if (previous.id.clock + previous.length !== clock) return "The update leaves something out.";
  } else if (seen.has(client)) return "The update names a client twice.";
  if (struct.length < 1 || clock + struct.length > CLOCK_MAX) return "The update holds an impossible length.";
  const parent: unknown = struct instanceof Y.Item ? struct.parent : null;
  if (typeof parent === "string" ? parent !== CONTENT_ROOT : parent instanceof Y.ID)
    return "Only the text may be edited.";
  return undefined;
}

/** What a new struct must not be: anything but text in `content`, deletions and garbage. */
function faultOfContent(struct: Struct): string | undefined {
  if (struct instanceof Y.GC) return undefined;
  if (!(struct instanceof Y.Item)) return "The update holds something unknown.";
  if (struct.parentSub !== null) return "Only the text may be edited.";
  if (struct.content instanceof Y.ContentString || struct.content instanceof Y.ContentDeleted)
    return undefined;
  return "Only plain text may be inserted.";
}

function collectUnwanted(struct: Struct, state: number, into: Deletions): void {
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return;
  const { str } = struct.content;
  if (!str.includes("\r") && !str.includes("\0")) return;
  const { client, clock } = struct.id;
  for (let i = Math.max(0, state - clock); i < str.length; i++) {
    if (str[i] === "\r" || str[i] === "\0") addDeletion(into, client, clock + i, 1);
  }
}

/** False when some of the range is text that still stands, or is not in the document yet. */
function isDeletedThroughout(store: Store, client: number, clock: number, len: number): boolean {
  if (len === 0) return true;
  const structs = store.clients.get(client);
  const end = clock + len;
  if (structs === undefined || Y.getState(store, client) < end) return false;
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i];
    if (struct === undefined || struct.id.clock >= end) break;
    if (!struct.deleted) return false;
  }
  return true;
}
