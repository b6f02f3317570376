import type { AwarenessEntry } from "./messages";

/** Awareness messages of one connection that wait for its updates. */
const HELD_MAX = 16;

/** Holds what a connection shows until its updates before it are answered, else a caret would point at nothing. */
export interface HeldAwareness {
  updateReceived(): void;
  updateAnswered(): void;
  add(entries: AwarenessEntry[]): void;
  /** The next one whose turn it is; null: none, or it has to wait. */
  next(): AwarenessEntry[] | null;
}

export function createHeldAwareness(): HeldAwareness {
  const held: { after: number; entries: AwarenessEntry[] }[] = [];
  let received = 0;
  let answered = 0;
  return {
    updateReceived() {
      received += 1;
    },
    updateAnswered() {
      answered += 1;
    },
    add(entries) {
      // The newest place is the one that counts; who types faster than is stored shows fewer places between.
      if (held.length >= HELD_MAX) held.pop();
      held.push({ after: received, entries });
    },
    next() {
      const [first] = held;
      if (first === undefined || first.after > answered) return null;
      held.shift();
      return first.entries;
    },
  };
}
