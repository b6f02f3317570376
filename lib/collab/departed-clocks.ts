const DEPARTED_MAX = 10_000;

/** The clock under which each Yjs client left, the last ten thousand of them. */
export interface DepartedClocks {
  get(clientId: number): number | undefined;
  set(clientId: number, clock: number): void;
  delete(clientId: number): void;
}

export function createDepartedClocks(): DepartedClocks {
  const clocks = new Map<number, number>();
  return {
    get: (clientId) => clocks.get(clientId),
    set(clientId, clock) {
      clocks.set(clientId, clock);
      for (const oldest of clocks.keys()) {
        if (clocks.size <= DEPARTED_MAX) break;
        clocks.delete(oldest);
      }
    },
    delete: (clientId) => void clocks.delete(clientId),
  };
}
