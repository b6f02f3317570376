import type { AwarenessUser } from "@/lib/contracts/live";
import { PEOPLE_COLORS } from "@/lib/contracts/people-colors";

export interface ColorSlots {
  /**
   * The person's colour: the one they have on other processes, or had last while nobody has it, else the first free; once
   * for each connection. `elsewhere`: who is shown by other processes.
   */
  take(userId: number, elsewhere?: readonly AwarenessUser[]): string;
  /** One connection fewer; the colour is free when the last is gone. */
  release(userId: number): void;
}

/** Colours for the people present in one file: first free in order, the same for all connections of a person. */
export function createColorSlots(): ColorSlots {
  const held = new Map<number, { slot: number; count: number }>();
  /** What those who are gone had: who reconnects looks the same to everybody. */
  const last = new Map<number, number>();
  const freeSlot = (userId: number, elsewhere: readonly AwarenessUser[]): number => {
    const counts = PEOPLE_COLORS.map(
      (color, slot) =>
        [...held.values()].filter((holder) => holder.slot === slot).length +
        elsewhere.filter((user) => user.color === color && !held.has(user.id)).length,
    );
    const before = last.get(userId);
    if (before !== undefined && counts[before] === 0) return before;
    return counts.indexOf(Math.min(...counts)); // more people than colours: the least shared one
  };
  return {
    take(userId, elsewhere = []) {
      const known = elsewhere.find(({ id }) => id === userId);
      const slot = known === undefined ? -1 : PEOPLE_COLORS.indexOf(known.color);
      const holder = held.get(userId) ?? { slot: slot >= 0 ? slot : freeSlot(userId, elsewhere), count: 0 };
      holder.count += 1;
      held.set(userId, holder);
      return PEOPLE_COLORS[holder.slot] ?? "";
    },
    release(userId) {
      const holder = held.get(userId);
      if (holder === undefined) return;
      holder.count -= 1;
      if (holder.count > 0) return;
      held.delete(userId);
      last.set(userId, holder.slot);
    },
  };
}
