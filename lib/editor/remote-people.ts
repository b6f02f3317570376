import type { LocalCopy } from "@/lib/collab/client-sync-types";
import { parseCursor, type RelativeSelection } from "@/lib/collab/shown-cursor";
import { awarenessStateSchema } from "@/lib/contracts/live";
import { colorSlot } from "@/lib/contracts/people-colors";
import type { IDisposable } from "./monaco-types";

/** Somebody else's page (or another page of one's own) that has this file open. */
export interface RemotePerson {
  clientId: number;
  userId: number;
  name: string;
  /** 1 to 12; undefined: a colour that was not handed out. */
  slot: number | undefined;
  /** Null for viewers and for those who have not been in the code yet. */
  cursor: RelativeSelection | null;
}

export interface RemotePeople extends IDisposable {
  readonly all: ReadonlyMap<number, RemotePerson>;
  /** Who a Yjs client id is or was; ids of people who left are remembered. */
  authorOf(clientId: number): RemotePerson | undefined;
}

/** Reads awareness; `changed` hears the ids whose person came, left or moved. */
export function watchPeople(
  { awareness }: Pick<LocalCopy, "awareness">,
  changed: (clientIds: readonly number[]) => void,
): RemotePeople {
  const all = new Map<number, RemotePerson>();
  const known = new Map<number, RemotePerson>();
  const read = (clientId: number) => {
    const person =
      clientId === awareness.clientID ? null : toPerson(clientId, awareness.states.get(clientId));
    if (person === null) {
      all.delete(clientId);
      return;
    }
    all.set(clientId, person);
    known.set(clientId, person);
  };
  const onChange = (change: { added: number[]; updated: number[]; removed: number[] }) => {
    const ids = [...change.added, ...change.updated, ...change.removed];
    for (const id of ids) read(id);
    changed(ids);
  };
  for (const id of awareness.states.keys()) read(id);
  awareness.on("change", onChange);
  return { all, authorOf: (id) => known.get(id), dispose: () => awareness.off("change", onChange) };
}

function toPerson(clientId: number, state: Record<string, unknown> | undefined): RemotePerson | null {
  const parsed = awarenessStateSchema.safeParse(state);
  if (!parsed.success) return null; // not stamped by the server yet, or no state of ours
  const { user, cursor } = parsed.data;
  return {
    clientId,
    userId: user.id,
    name: user.name,
    slot: colorSlot(user.color),
    cursor: parseCursor(cursor ?? state?.selection), // `selection` is y-monaco's name for it
  };
}

/** The class that carries a person's colour (app/styles/people.css). */
export const personClass = (slot: number | undefined): string => (slot === undefined ? "p-none" : `p${slot}`);
