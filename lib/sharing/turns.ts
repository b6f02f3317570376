/** Runs work that changes what these accounts are in some file, in the order in which it was asked for. */
export type Turns = <T>(userIds: readonly number[], work: () => Promise<T>) => Promise<T>;

/**
 * Of two changes at once, open connections must be told the one last that was stored last: hence storing and telling are
 * one turn. One for the whole process.
 */
export function createTurns(): Turns {
  const last = new Map<number, Promise<unknown>>();
  return async (userIds, work) => {
    const before = Promise.allSettled(userIds.map((id) => last.get(id)));
    const mine = before.then(work);
    for (const id of userIds) last.set(id, mine);
    try {
      return await mine;
    } finally {
      for (const id of userIds) if (last.get(id) === mine) last.delete(id);
    }
  };
}
