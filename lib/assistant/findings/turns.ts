/** Work on each file in the order in which it was asked for. */
export function createFileTurns(): <T>(fileId: number, work: () => Promise<T>) => Promise<T> {
  const last = new Map<number, Promise<unknown>>();
  return async (fileId, work) => {
    const mine = Promise.allSettled([last.get(fileId)]).then(work);
    last.set(fileId, mine);
    try {
      return await mine;
    } finally {
      if (last.get(fileId) === mine) last.delete(fileId);
    }
  };
}

/**
 * Work that many ask for at once: whoever asks while it is under way shares the next one, which begins only after they
 * have asked.
 */
export function createSharedWork<T>(work: (fileId: number) => Promise<T>): (fileId: number) => Promise<T> {
  const running = new Map<number, Promise<T>>();
  const next = new Map<number, Promise<T>>();
  const start = (fileId: number): Promise<T> => {
    next.delete(fileId);
    const done = work(fileId).finally(() => {
      if (running.get(fileId) === done) running.delete(fileId);
    });
    running.set(fileId, done);
    return done;
  };
  return (fileId) => {
    const underWay = running.get(fileId);
    if (underWay === undefined) return start(fileId);
    const shared = next.get(fileId) ?? Promise.allSettled([underWay]).then(() => start(fileId));
    next.set(fileId, shared);
    return shared;
  };
}
