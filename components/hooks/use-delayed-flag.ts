import { useEffect, useState } from "react";

/** Follows `value`, but turns true only once it has been true for `delayMs`: what is over sooner is never shown. */
export function useDelayedFlag(value: boolean, delayMs: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!value) return;
    const timer = setTimeout(() => setLate(true), delayMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [value, delayMs]);
  return value && late;
}
