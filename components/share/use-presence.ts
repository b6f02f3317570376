import { useEffect, useState } from "react";
import type { PersonHere } from "@/components/people/read-people";
import { type EditingSessionView, editingSessionListSchema } from "@/lib/contracts/files";
import { useList } from "./use-list";

const LOOK_EVERY_MS = 5_000;

/** Who is in the file now: account id → the line their caret is in, null when that is not known. */
export type Presence = ReadonlyMap<number, number | null>;

/** `people`: who is here, where an editor knows it; null: the server is asked for that too, not only for their lines. */
export function usePresence(fileId: number, people: readonly PersonHere[] | null): Presence {
  const [round, setRound] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setRound((before) => before + 1), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const present = people?.map(({ id }) => id);
  const { items } = useList(
    `/files/${fileId}/sessions`,
    editingSessionListSchema,
    `${round} ${present?.join()}`,
  );
  const lines = linesOf(items ?? []);
  return present === undefined ? lines : new Map(present.map((id) => [id, lines.get(id) ?? null]));
}

/** Of several windows of a person, the one that was active last. */
function linesOf(sessions: readonly EditingSessionView[]): Map<number, number | null> {
  const oldestFirst = sessions.toSorted((a, b) => Date.parse(a.last_active) - Date.parse(b.last_active));
  return new Map(oldestFirst.map((session) => [session.user_id, session.cursor_position?.line ?? null]));
}
