/** Older than this, what is shown is asked for anew when the page is looked at again. */
export const STALE_MS = 10_000;

/**
 * Whether what was read at `readAt` need not be asked for again. Both are milliseconds since 1970: the wall clock goes on
 * while the machine sleeps, the steady one does not. Trap: `readAt` may be the server's, and either clock may be set, so a
 * moment that is still to come tells nothing, and nothing is fresh by it.
 */
export function isFresh(readAt: number, now: number): boolean {
  const age = now - readAt;
  return age >= 0 && age < STALE_MS;
}
