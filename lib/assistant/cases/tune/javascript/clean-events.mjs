/** @typedef {(value: unknown) => void} Listener */

export class Emitter {
  /** @type {Map<string, Set<Listener>>} */
  #listeners = new Map();

  on(name, listener) {
    const known = this.#listeners.get(name) ?? new Set();
    known.add(listener);
    this.#listeners.set(name, known);
    return () => known.delete(listener);
  }

  emit(name, value) {
    for (const listener of this.#listeners.get(name) ?? []) {
      listener(value);
    }
  }
}

export function debounce(work, delay) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), delay);
  };
}

export function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export async function retry(work, times) {
  let last;
  for (let attempt = 0; attempt < times; attempt += 1) {
    try {
      return await work(attempt);
    } catch (fault) {
      last = fault;
    }
  }
  throw last;
}
