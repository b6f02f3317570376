/** How often is looked whether time has passed unnoticed, and how much of it makes a sleep. */
const TICK_MS = 5_000;
const SLEPT_MS = 20_000;

export interface NetworkChanges {
  /** The browser says that there is a network again. */
  online(): void;
  offline(): void;
  /** The page may have missed that its connection died: it slept, was frozen or hidden, or comes back from the cache. */
  woke(): void;
}

/** Tells what the browser knows of its network until the answer is called. */
export type NetworkWatch = (changes: NetworkChanges) => () => void;

export const watchNetwork: NetworkWatch = ({ online, offline, woke }) => {
  const ended = new AbortController();
  const until = { signal: ended.signal };
  window.addEventListener("online", online, until);
  window.addEventListener("offline", offline, until);
  window.addEventListener("pageshow", ({ persisted }) => persisted && woke(), until);
  document.addEventListener("resume", woke, until); // a frozen page goes on
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && woke(),
    until,
  );
  const stopClock = watchClock(woke);
  return () => {
    ended.abort();
    stopClock();
  };
};

/** A computer that sleeps runs no timers: the next tick then comes much too late. */
export function watchClock(slept: () => void): () => void {
  let last = Date.now();
  const timer = setInterval(() => {
    const passed = Date.now() - last;
    last = Date.now();
    if (passed >= SLEPT_MS) slept();
  }, TICK_MS);
  return () => clearInterval(timer);
}
