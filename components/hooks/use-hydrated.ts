import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False in what the server drew, true once the page's scripts answer for it. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
