import { useEffect, useEffectEvent } from "react";

interface AssistantKeys {
  toggle: () => void;
  ask: () => void;
  review: () => void;
}

/** Ctrl J, Ctrl I and Ctrl Shift . (⌘ on a Mac), also while the focus is in the code, which has other uses for some. */
export function useAssistantKeys(keys: AssistantKeys): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    const does = meant(event, keys);
    if (does === undefined || document.querySelector("dialog[open]:not(.sheet)") !== null) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => act(event);
    window.addEventListener("keydown", onKeyDown, true); // before the code
    return () => window.removeEventListener("keydown", onKeyDown, true);
  }, []);
}

function meant(event: KeyboardEvent, { toggle, ask, review }: AssistantKeys): (() => void) | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  // By its place: with Shift the key says another character, and which one depends on the keyboard.
  if (event.shiftKey) return event.code === "Period" ? review : undefined;
  if (event.key.toLowerCase() === "j") return toggle;
  return event.key.toLowerCase() === "i" ? ask : undefined;
}
