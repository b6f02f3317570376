import type { LocalCopies, LocalCopy, LocalMemory, Remembered } from "./client-sync-types";

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
    else await copy.erase(); // another page has emptied it meanwhile
  }
  return left;
}
