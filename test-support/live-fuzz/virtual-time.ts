import { vi } from "vitest";

const START = 1_800_000_000_000;

/** Time that passes only when it is told to, so that a schedule runs again exactly as it ran. */
export interface VirtualTime {
  /** Runs everything that is due within the next `ms`, in order. */
  pass(ms: number): Promise<void>;
  end(): void;
}

export function virtualTime(random: () => number): VirtualTime {
  const turn = setImmediate; // the real one: promises settle in between
  vi.useFakeTimers({
    toFake: [
      "setTimeout",
      "clearTimeout",
      "setInterval",
      "clearInterval",
      "setImmediate",
      "clearImmediate",
      "Date",
    ],
    now: START,
  });
  vi.spyOn(Math, "random").mockImplementation(random);
  const settle = () => new Promise<void>((resolve) => turn(() => resolve()));
  return {
    async pass(ms) {
      let over = false;
      setTimeout(() => {
        over = true;
      }, ms);
      await settle();
      while (!over) {
        vi.advanceTimersToNextTimer();
        await settle();
      }
    },
    end() {
      vi.useRealTimers();
      vi.restoreAllMocks();
    },
  };
}

/** Milliseconds of virtual time. */
export const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
