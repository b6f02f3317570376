"use client";

import { useCallback, useEffect, useId, useState } from "react";
import type { PersonHere } from "@/components/people/read-people";
import { Avatar, colorSlot } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { ApiError, callApi } from "@/lib/browser/api-client";
import type { Role } from "@/lib/contracts/roles";
import { type CollaboratorListView, collaboratorListSchema } from "@/lib/contracts/sharing";

interface PeopleWithAccessProps {
  fileId: number;
  meId: number;
  people: readonly PersonHere[];
  ownSlot: number | undefined;
}

type Loaded = { items: CollaboratorListView["items"] } | { problem: string } | null;

/** Everybody who can open the file, the owner first, and who of them is here. */
export function PeopleWithAccess({ fileId, meId, people, ownSlot }: PeopleWithAccessProps) {
  const id = useId();
  const [loaded, setLoaded] = useState<Loaded>(null);
  // Somebody who comes in may be new to the list.
  const present = people.map((person) => person.id).join(",");
  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const path = `/files/${fileId}/collaborators`;
        setLoaded(await callApi("GET", path, collaboratorListSchema, signal === undefined ? {} : { signal }));
      } catch (error) {
        if (signal?.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setLoaded({ problem: error.problem.detail });
      }
    },
    [fileId],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: loaded anew when somebody comes or goes
  useEffect(() => {
    const ending = new AbortController();
    void load(ending.signal);
    return () => ending.abort();
  }, [load, present]);
  return (
    <section>
      <h3 className="share-sub" id={id}>
        People with access
      </h3>
      {loaded === null && <Loading />}
      {loaded !== null && "problem" in loaded && (
        <div className="share-problem share-note">
          <p>{loaded.problem}</p>
          <Button size="sm" onClick={() => void load()}>
            Try again
          </Button>
        </div>
      )}
      {loaded !== null && "items" in loaded && (
        <ul className="share-people" aria-labelledby={id}>
          {loaded.items.map(({ user, role }) => (
            <PersonRow
              key={user.id}
              name={user.username}
              role={role}
              mine={user.id === meId}
              here={people.some((person) => person.id === user.id)}
              slot={user.id === meId ? ownSlot : slotOf(user.id, people)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

const ROLE_NAMES: Record<Role, string> = { owner: "Owner", collaborator: "Collaborator", viewer: "Viewer" };

interface PersonRowProps {
  name: string;
  role: Role;
  mine: boolean;
  /** In the file just now. */
  here: boolean;
  slot: number | undefined;
}

function PersonRow({ name, role, mine, here, slot }: PersonRowProps) {
  return (
    <li>
      <Avatar name={name} slot={slot} />
      <span className="grow trunc">
        <span className="name">{name}</span>
        {mine && <span className="state">you</span>}
        {!mine && here && (
          <span className="state">
            <i className="here" />
            here now
          </span>
        )}
      </span>
      <span className="muted">{ROLE_NAMES[role]}</span>
    </li>
  );
}

/** Only who is in the file has a colour. */
function slotOf(userId: number, people: readonly PersonHere[]): number | undefined {
  const person = people.find(({ id }) => id === userId);
  return person === undefined ? undefined : colorSlot(person.color);
}

/** Grey rows, only when it takes longer than 300 ms (styles). */
function Loading() {
  return (
    <ul className="share-people skeletons" role="status" aria-label="Loading">
      {[0, 1, 2].map((row) => (
        <li key={row} aria-hidden="true">
          <span className="av av-more" />
          <span className="sk" />
        </li>
      ))}
    </ul>
  );
}
