import * as Y from "yjs";

type Store = Y.Doc["store"];

/** The most structs looked at for one update: some 50 ms. An honest one needs a handful, a long offline edit thousands. */
export const PLACE_BUDGET = 2_000_000;

/** The clock after the last struct of each client that somebody had seen. */
type View = Map<number, number>;

interface Look {
  store: Store;
  left: number;
}

class OverBudget extends Error {}

/**
 * Whether each new item of an update stands where its writer can have put it: between two neighbours of a view that
 * holds both, everything they were built on, and what the writer had written before. Only then does its place not
 * depend on the order in which others learn of it: YATA's proof supposes it, Yjs does not check it, and a forged pair of
 * neighbours lets two honest people see different texts (I4). False too when it takes too long to tell.
 *
 * Ask right after the update was applied, in the same transaction: Yjs has not yet joined the pieces it split. `from`
 * are the clocks from which on the structs of each client are new.
 *
 * Source: Nicolaescu et al., "Near Real-Time Peer-to-Peer Shared Editing on Extensible Data Types" (YATA), GROUP 2016.
 */
export function standsWhereItCould(store: Store, from: ReadonlyMap<number, number>): boolean {
  const look: Look = { store, left: PLACE_BUDGET };
  try {
    const suspects = [...newItems(store, from)].filter((item) => !isBetweenItsNeighbours(look, item));
    if (suspects.length === 0) return true;
    // Nearly always nobody knew what came between: one view of all of them together tells.
    const together = viewOf(look, suspects);
    return suspects.every(
      (item) => gapWasEmpty(look, item, together) || gapWasEmpty(look, item, viewOf(look, [item])),
    );
  } catch (error) {
    if (error instanceof OverBudget) return false;
    throw error;
  }
}

function* newItems(store: Store, from: ReadonlyMap<number, number>): Generator<Y.Item> {
  for (const [client, clock] of from) {
    const structs = store.clients.get(client);
    if (structs === undefined || Y.getState(store, client) <= clock) continue;
    for (let i = Y.findIndexSS(structs, clock); i < structs.length; i += 1) {
      const struct = structs[i];
      if (struct instanceof Y.Item) yield struct;
    }
  }
}

/** The usual case: apart from what its writer wrote later, nothing stands between the neighbours that it names. */
function isBetweenItsNeighbours(look: Look, item: Y.Item): boolean {
  let { left, right } = item;
  while (left !== null && isLaterOf(left, item)) left = step(look, left.left);
  while (right !== null && isLaterOf(right, item)) right = step(look, right.right);
  return (
    Y.compareIDs(left === null ? null : left.lastId, item.origin) &&
    Y.compareIDs(right === null ? null : right.id, item.rightOrigin)
  );
}

const isLaterOf = (other: Y.Item, { id }: Y.Item): boolean =>
  other.id.client === id.client && other.id.clock > id.clock;

/** The least that the writers of these items had seen. */
function viewOf(look: Look, items: readonly Y.Item[]): View {
  const view: View = new Map();
  const open: Y.ID[] = [];
  for (const { id, origin, rightOrigin } of items) {
    if (id.clock > 0) open.push(Y.createID(id.client, id.clock - 1));
    if (origin !== null) open.push(origin);
    if (rightOrigin !== null) open.push(rightOrigin);
  }
  for (let seen = open.pop(); seen !== undefined; seen = open.pop()) {
    const known = view.get(seen.client) ?? 0;
    const structs = look.store.clients.get(seen.client);
    if (seen.clock < known || structs === undefined) continue;
    view.set(seen.client, seen.clock + 1);
    for (let i = Y.findIndexSS(structs, known); i < structs.length; i += 1) {
      const struct = step(look, structs[i]);
      if (struct === undefined || struct.id.clock > seen.clock) break;
      if (!(struct instanceof Y.Item)) continue;
      if (struct.origin !== null) open.push(struct.origin);
      if (struct.rightOrigin !== null) open.push(struct.rightOrigin);
    }
  }
  return view;
}

/** Whether its right neighbour comes after its left one, and the view holds nothing of what stands between them. */
function gapWasEmpty(look: Look, item: Y.Item, view: View): boolean {
  for (let at = afterOrigin(look.store, item); at !== null; at = step(look, at.right)) {
    if (Y.compareIDs(at.id, item.rightOrigin)) return true;
    if (at === item || isLaterOf(at, item)) continue;
    if (at.id.clock < (view.get(at.id.client) ?? 0)) return false;
  }
  return item.rightOrigin === null;
}

function afterOrigin(store: Store, { origin, parent }: Y.Item): Y.Item | null {
  if (origin === null) return parent instanceof Y.AbstractType ? parent._start : null;
  const left = Y.getItem(store, origin);
  return left instanceof Y.Item ? left.right : null;
}

function step<T>(look: Look, next: T): T {
  look.left -= 1;
  if (look.left < 0) throw new OverBudget();
  return next;
}
