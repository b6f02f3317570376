import type { EngineBounds } from "./bounds";

/** Updates coming in and deliveries going out, and the window before a commit that follows from them. */
export interface LoadMeter {
  updates(count: number): void;
  deliveries(count: number): void;
  /** How many milliseconds apart commits begin: 0 while it is quiet, so that a single edit goes out at once. */
  window(): number;
}

const SECOND = 1_000;

/** A rate that forgets: exponentially, with a time constant of a second. */
function createRate(now: () => number) {
  let value = 0;
  let at = now();
  const decay = () => {
    const time = now();
    value *= Math.exp((at - time) / SECOND);
    at = time;
  };
  return {
    add(count: number) {
      decay();
      value += count;
    },
    perSecond() {
      decay();
      return value;
    },
  };
}

/** The window grows with what comes in, not with the commits: those it would lower itself, and swing. */
export function createLoadMeter(bounds: EngineBounds, now: () => number): LoadMeter {
  const updates = createRate(now);
  const deliveries = createRate(now);
  return {
    updates: (count) => updates.add(count),
    deliveries: (count) => deliveries.add(count),
    window() {
      const load = Math.max(
        updates.perSecond() / bounds.windowFromUpdatesPerSecond,
        deliveries.perSecond() / bounds.windowFromDeliveriesPerSecond,
      );
      return load <= 1 ? 0 : Math.min(bounds.windowMax, Math.ceil((load - 1) * (bounds.windowMax / 3)));
    },
  };
}
