import type { IDisposable } from "./monaco-types";

export interface FrameBatch extends IDisposable {
  /** Asks for the work; however often until then, it is done once. */
  ask(): void;
}

/** Work that is done at most once in an animation frame, and not at all while the page is hidden. */
export function frameBatch(work: () => void): FrameBatch {
  let handle: number | null = null;
  const run = () => {
    handle = null;
    work();
  };
  return {
    ask() {
      handle ??= requestAnimationFrame(run);
    },
    dispose() {
      if (handle !== null) cancelAnimationFrame(handle);
      handle = null;
    },
  };
}
