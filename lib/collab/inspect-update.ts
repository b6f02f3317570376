import * as Y from "yjs";
import { CONTENT_ROOT } from "@/lib/contracts/live";

/** What one update would do to a document. Worked out without changing it (I4). */
export type Inspection =
  /** Not an update, or content that a file may not hold. */
  | { verdict: "invalid"; detail: string }
  /** Builds on something the document does not have. */
  | { verdict: "incomplete" }
  /** All of it is known already: nothing to store. */
  | { verdict: "known" }
  | {
      verdict: "new";
      /** Client ids under which there are new structs. */
      clientIds: number[];
      /** UTF-16 units of new text. */
      addedUnits: number;
      /** Whether the new text holds characters that must be taken out again (`\r`, NUL). */
      unwanted: boolean;
    };

type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded["structs"][number];

const INVALID_CONTENT = "Only text in the root `content` may be stored.";

/** Judges an update against a document. Takes about a microsecond for a keystroke. */
export function inspectUpdate(doc: Y.Doc, update: Uint8Array): Inspection {
  let decoded: Decoded;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    return { verdict: "invalid", detail: "Not a Yjs update." };
  }
  const ends = endClocks(doc, decoded.structs);
  if (ends === null) return { verdict: "incomplete" };
  const clientIds = new Set<number>();
  let addedUnits = 0;
  let unwanted = false;
  for (const struct of decoded.structs) {
    const state = Y.getState(doc.store, struct.id.client);
    if (struct instanceof Y.Skip || struct.id.clock + struct.length <= state) continue;
    if (struct instanceof Y.Item) {
      if (!isPlainText(struct)) return { verdict: "invalid", detail: INVALID_CONTENT };
      if (!isKnown(struct.origin, ends, doc) || !isKnown(struct.rightOrigin, ends, doc))
        return { verdict: "incomplete" };
      if (struct.content instanceof Y.ContentString) {
        addedUnits += struct.length;
        unwanted ||= /[\r\0]/.test(struct.content.str);
      }
    }
    clientIds.add(struct.id.client);
  }
  const deletes = judgeDeletes(doc, decoded.ds.clients, ends);
  if (deletes === "incomplete") return { verdict: "incomplete" };
  if (clientIds.size === 0 && deletes === "known") return { verdict: "known" };
  return { verdict: "new", clientIds: [...clientIds], addedUnits, unwanted };
}

/** Where each client's clock would stand afterwards; null when the update leaves a gap. */
function endClocks(doc: Y.Doc, structs: readonly Struct[]): Map<number, number> | null {
  const ends = new Map<number, number>();
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const end = ends.get(client) ?? Y.getState(doc.store, client);
    if (clock > end) return null;
    ends.set(client, Math.max(end, clock + struct.length));
  }
  return ends;
}

function isKnown(id: Y.ID | null, ends: Map<number, number>, doc: Y.Doc): boolean {
  return id === null || id.clock < (ends.get(id.client) ?? Y.getState(doc.store, id.client));
}

/**
 * Strings and deletions in the root text, nothing else. An item with an origin takes its parent from there, and all
 * known items are in the root text, so only an item that names its parent can leave it.
 */
function isPlainText(item: Y.Item): boolean {
  if (item.parentSub !== null) return false;
  const parent: unknown = item.parent;
  if (parent !== null && parent !== CONTENT_ROOT) return false;
  return item.content instanceof Y.ContentString || item.content instanceof Y.ContentDeleted;
}

function judgeDeletes(
  doc: Y.Doc,
  clients: Map<number, { clock: number; len: number }[]>,
  ends: Map<number, number>,
): "incomplete" | "known" | "new" {
  let isNew = false;
  for (const [client, ranges] of clients) {
    const state = Y.getState(doc.store, client);
    const structs = doc.store.clients.get(client) ?? [];
    for (const { clock, len } of ranges) {
      if (clock + len > (ends.get(client) ?? state)) return "incomplete";
      isNew ||= clock + len > state || someShown(structs, clock, clock + len);
    }
  }
  return isNew ? "new" : "known";
}

/** Whether any struct in [from, to) is not deleted yet. `from` must be known. */
function someShown(structs: (Y.Item | Y.GC)[], from: number, to: number): boolean {
  for (let n = Y.findIndexSS(structs, from); n < structs.length; n += 1) {
    const struct = structs[n];
    if (struct === undefined || struct.id.clock >= to) return false;
    if (!struct.deleted) return true;
  }
  return false;
}
