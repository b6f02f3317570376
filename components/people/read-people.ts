import type { Awareness } from "y-protocols/awareness";
import { awarenessStateSchema } from "@/lib/contracts/live";

/** Somebody else who has the file open, in however many windows. */
export interface PersonHere {
  id: number;
  name: string;
  color: string;
  /** The window that moved last: whose caret is gone to. */
  clientId: number;
}

/** Everybody in the file but oneself, each once, in the order they were first heard of. */
export function readPeople(awareness: Awareness, meId: number): PersonHere[] {
  const people = new Map<number, PersonHere & { movedAt: number }>();
  for (const [clientId, state] of awareness.states) {
    const parsed = awarenessStateSchema.safeParse(state);
    if (!parsed.success || parsed.data.user.id === meId) continue; // not stamped by the server yet
    const { user, cursor } = parsed.data;
    const movedAt = cursor ? (awareness.meta.get(clientId)?.lastUpdated ?? 0) : 0;
    const known = people.get(user.id);
    if (known === undefined || known.movedAt < movedAt) people.set(user.id, { ...user, clientId, movedAt });
  }
  return [...people.values()].map(({ id, name, color, clientId }) => ({ id, name, color, clientId }));
}

/** Those shown before keep their places, with what is new of them; the others follow. Nobody is taken away. */
export function joinPeople(shown: readonly PersonHere[], here: readonly PersonHere[]): readonly PersonHere[] {
  const joined = shown.map((person) => here.find(({ id }) => id === person.id) ?? person);
  joined.push(...here.filter(({ id }) => !shown.some((person) => person.id === id)));
  return keepSame(shown, joined);
}

/** Those of `shown` who are still here. */
export function leavePeople(
  shown: readonly PersonHere[],
  here: readonly PersonHere[],
): readonly PersonHere[] {
  return keepSame(
    shown,
    shown.filter(({ id }) => here.some((person) => person.id === id)),
  );
}

/** The list before when nothing of it changed, so that a caret that moves draws nothing anew. */
function keepSame(before: readonly PersonHere[], after: readonly PersonHere[]): readonly PersonHere[] {
  const same =
    before.length === after.length &&
    before.every((person, index) => {
      const other = after[index];
      return (
        other !== undefined &&
        person.id === other.id &&
        person.name === other.name &&
        person.color === other.color &&
        person.clientId === other.clientId
      );
    });
  return same ? before : after;
}
