import * as Y from "yjs";
import type { Desk } from "./client-sync-desk";
import type { KeptAside } from "./client-sync-recovery";
import type { LocalCopies, LocalCopy, LocalMemory, Remembered } from "./client-sync-types";
import { wouldChange } from "./client-sync-unsent";

/** Origin of what a page that is gone has left. */
const LEFT = Symbol("left by a page that is gone");

/** A copy that a page has left; this page has it now. */
export interface Left {
  copy: LocalCopy;
  remembered: Remembered;
}

/** Takes over every copy whose page is gone, the one written last first. Whoever asks closes or erases each. */
export async function takeLeft(memory: LocalMemory, copies: LocalCopies): Promise<Left[]> {
  const taken = await Promise.all(memory.read().map((remembered) => copies.take(remembered)));
  const left: Left[] = [];
  for (const copy of taken) {
    if (copy === null) continue;
    // Read only now that nobody else writes there.
    const remembered = memory.read().find(({ id }) => id === copy.id);
    if (remembered !== undefined) left.push({ copy, remembered });
    else void copy.erase(); // another page has emptied it meanwhile
  }
  return left;
}

export const isMergeable = ({ copy, remembered }: Left, current: Desk): boolean =>
  copy.epoch === current.copy.epoch && !remembered.replaced;

/** Into the document in use, from where it goes out. Answers whether it is kept there. */
export function mergeLeft({ copy, remembered }: Left, current: Desk): Promise<boolean> {
  Y.applyUpdate(current.copy.doc, Y.encodeStateAsUpdate(copy.doc), LEFT);
  current.hasText ||= current.copy.text.length > 0;
  current.outbox.takeOver(remembered.waiting);
  return current.copy.flush();
}

/** Unsent text goes aside. Answers whether nothing of it would be lost with the copy. */
export function keepLeft(left: Left, current: Desk | null, aside: KeptAside): boolean {
  const { copy, remembered } = left;
  if (remembered.waiting === 0 && !remembered.replaced) return true;
  const text = copy.text.toString();
  const differs =
    current !== null && isMergeable(left, current)
      ? wouldChange(current.copy.text, copy.text)
      : current?.copy.text.toString() !== text;
  return !differs || aside.keep(copy.id, text);
}
