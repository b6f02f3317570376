import { useState, useSyncExternalStore } from "react";
import { pageStorage } from "@/lib/browser/local-memory";

const TOLD = "told";

/** Whether something still has to be told, and how to say that it was; the browser remembers it under the name. */
export function useToldOnce(name: string): [due: boolean, dismiss: () => void] {
  const [dismissed, setDismissed] = useState(false);
  const told = useSyncExternalStore(
    neverChanges,
    () => pageStorage()?.getItem(name) === TOLD,
    () => true, // the server cannot know
  );
  const dismiss = () => {
    setDismissed(true);
    try {
      pageStorage()?.setItem(name, TOLD);
    } catch {
      // A full storage: it is told once more on the next visit.
    }
  };
  return [!told && !dismissed, dismiss];
}

const neverChanges = () => () => undefined;
