import { useEffect, useEffectEvent } from "react";

interface AssistantKeys {
  toggle: () => void;
  ask: () => void;
  review: () => void;
  /** To the next problem, or the one before. */
  step: (by: 1 | -1) => void;
}

/**
 * Ctrl J, Ctrl I, Ctrl Shift . (⌘ on a Mac), F8 and Shift F8, wherever the focus is: also in the code, which has other uses
 * for some.
 */
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

function meant(event: KeyboardEvent, keys: AssistantKeys): (() => void) | undefined {
  const { toggle, ask, review, step } = keys;
  if (event.altKey) return undefined;
  const control = event.ctrlKey || event.metaKey;
  if (event.key === "F8") return control ? undefined : () => step(event.shiftKey ? -1 : 1);
  if (!control) return undefined;
  // By its place: with Shift the key says another character, and which one depends on the keyboard.
  if (event.shiftKey) return event.code === "Period" ? review : undefined;
  if (event.key.toLowerCase() === "j") return toggle;
  return event.key.toLowerCase() === "i" ? ask : undefined;
}
