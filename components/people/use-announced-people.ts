import { useEffect, useRef } from "react";
import { useToast } from "@/components/ui/toasts";
import { steadyNow } from "@/lib/steady-clock";
import type { PersonHere } from "./read-people";
import { sayChanges } from "./say-changes";

/** At most one announcement in this time; what happens meanwhile is said together. */
const SAY_EVERY_MS = 5_000;
/** Who is met on coming in, or on coming back, did not just join. */
const SETTLE_MS = 2_000;

/** Says who came and who left, politely, while one is `live`. */
export function useAnnouncedPeople(people: readonly PersonHere[], live: boolean): void {
  const toast = useToast();
  const now = useRef<ReadonlyMap<number, string>>(new Map());
  const said = useRef<{ people: ReadonlyMap<number, string>; at: number } | null>(null);
  useEffect(() => {
    if (!live) return;
    const timer = setTimeout(() => {
      said.current = { people: now.current, at: Number.NEGATIVE_INFINITY };
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      said.current = null;
    };
  }, [live]);
  useEffect(() => {
    now.current = new Map(people.map(({ id, name }) => [id, name]));
    if (said.current === null) return;
    const wait = Math.max(0, said.current.at + SAY_EVERY_MS - steadyNow());
    const timer = setTimeout(() => {
      if (said.current === null) return;
      const text = sayChanges(said.current.people, now.current);
      if (text === null) return;
      said.current = { people: now.current, at: steadyNow() };
      toast({ text, icon: "people" });
    }, wait);
    return () => clearTimeout(timer);
  }, [people, toast]);
}
