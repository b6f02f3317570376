import { useEffect, useState } from "react";
import type { Awareness } from "y-protocols/awareness";
import { joinPeople, leavePeople, type PersonHere, readPeople } from "./read-people";

/** Who reloads a page, or drops out for a moment, did not leave. */
const LEFT_AFTER_MS = 1_500;

/** Everybody else in the file. While one is not `live`, whoever was here last: nobody's place is known then. */
export function usePeople(awareness: Awareness | null, meId: number, live: boolean): readonly PersonHere[] {
  const [people, setPeople] = useState<readonly PersonHere[]>([]);
  useEffect(() => {
    if (awareness === null || !live) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      setPeople((shown) => joinPeople(shown, readPeople(awareness, meId)));
      timer ??= setTimeout(() => {
        timer = undefined;
        setPeople((shown) => leavePeople(shown, readPeople(awareness, meId)));
      }, LEFT_AFTER_MS);
    };
    awareness.on("change", look);
    look();
    return () => {
      awareness.off("change", look);
      clearTimeout(timer);
    };
  }, [awareness, meId, live]);
  return people;
}
