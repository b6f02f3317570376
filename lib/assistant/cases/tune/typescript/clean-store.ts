export type Unsubscribe = () => void;

export interface Store<State> {
  get(): State;
  update(change: (state: State) => State): void;
  subscribe(listener: (state: State) => void): Unsubscribe;
}

export function createStore<State>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<(state: State) => void>();
  return {
    get: () => state,
    update(change) {
      const next = change(state);
      if (Object.is(next, state)) return;
      state = next;
      for (const listener of [...listeners]) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

export function select<State, Part>(store: Store<State>, pick: (state: State) => Part): Store<Part>["subscribe"] {
  return (listener) => {
    let last = pick(store.get());
    return store.subscribe((state) => {
      const part = pick(state);
      if (Object.is(part, last)) return;
      last = part;
      listener(part);
    });
  };
}
