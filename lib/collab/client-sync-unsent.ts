import * as Y from "yjs";
import { CONTENT_ROOT } from "@/lib/contracts/live";

/** At `start`, `remove` UTF-16 units go and `insert` comes. */
interface Edit {
  start: number;
  remove: number;
  insert: string;
}

interface Shown {
  client: number;
  clock: number;
  unit: string;
}

/**
 * Writes into the server's text what only ours has, insertions and deletions, as new edits. Ours must hold all that the
 * server's document holds. By the characters' ids, not by comparing texts: a comparison would take a piece of another
 * person's word for a piece of ours wherever they look alike.
 */
export function writeUnsent(ours: Y.Text, servers: Y.Text): void {
  for (const { start, remove, insert } of unsent(ours, servers).reverse()) {
    if (remove > 0) servers.delete(start, remove);
    if (insert !== "") servers.insert(start, insert);
  }
}

/** Whether there would be another text if what is left were merged into ours. */
export function wouldChange(ours: Y.Text, left: Y.Text): boolean {
  const merged = new Y.Doc();
  for (const { doc } of [ours, left]) if (doc !== null) Y.applyUpdate(merged, Y.encodeStateAsUpdate(doc));
  const differs = merged.getText(CONTENT_ROOT).toString() !== ours.toString();
  merged.destroy();
  return differs;
}

function unsent(ours: Y.Text, servers: Y.Text): Edit[] {
  const edits: Edit[] = [];
  const known = [...shown(servers)];
  let at = 0;
  const here = (): Edit => {
    const last = edits.at(-1);
    if (last !== undefined && last.start + last.remove === at) return last;
    const edit = { start: at, remove: 0, insert: "" };
    edits.push(edit);
    return edit;
  };
  const removeUntil = (found: (known: Shown) => boolean) => {
    for (let next = known[at]; next !== undefined && !found(next); next = known[at]) {
      here().remove += 1;
      at += 1;
    }
  };
  for (const { client, clock, unit } of shown(ours)) {
    if (servers.doc === null || clock >= Y.getState(servers.doc.store, client)) here().insert += unit;
    else {
      removeUntil((next) => next.client === client && next.clock === clock);
      at += 1;
    }
  }
  removeUntil(() => false);
  return edits;
}

function* shown(text: Y.Text): Generator<Shown> {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    for (let n = 0; n < item.length; n += 1)
      yield { client, clock: clock + n, unit: item.content.str.charAt(n) };
  }
}
