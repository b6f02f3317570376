import { useEffect, useRef } from "react";
import { focusableIn, stepIndex } from "@/components/ui/focusable";

interface EditorKeys {
  onSave: () => void;
  onShowKeys: () => void;
  focusCode: () => void;
}

/** The page's own keys (design README, Keys). The code's own, such as Ctrl G, are the editor's. */
export function useEditorKeys(keys: EditorKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog has the keyboard to itself; only the browser's own dialog for saving pages never comes.
      const inDialog = document.querySelector("dialog[open]") !== null;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
        event.preventDefault();
        if (!inDialog && !event.shiftKey) latest.current.onSave();
      } else if (inDialog) return;
      else if (event.key === "F6") {
        event.preventDefault();
        goToRegion(event.shiftKey ? -1 : 1, latest.current.focusCode);
      } else if (event.key === "?" && !isTextField(event.target)) {
        event.preventDefault();
        latest.current.onShowKeys();
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** From the region that has the focus to the next one on show; the bar, the code and the line under it. */
function goToRegion(step: 1 | -1, focusCode: () => void): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (region) => region.getClientRects().length > 0,
  );
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const region = regions[stepIndex(at, regions.length, step)];
  if (region === undefined) return;
  if (region.dataset.region === "code") focusCode();
  else focusableIn(region)[0]?.focus();
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
