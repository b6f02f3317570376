import { useEffect, useState } from "react";

const SECOND_MS = 1_000;

/** Whole seconds until a moment (milliseconds since the epoch), at least 1; null: no moment, or it has come. */
export function useSecondsUntil(moment: number | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (moment === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [moment]);
  if (moment === null || now >= moment) return null;
  return Math.ceil((moment - now) / SECOND_MS);
}
