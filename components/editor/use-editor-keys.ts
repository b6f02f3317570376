import { useEffect, useEffectEvent } from "react";
import { focusableIn, stepIndex } from "@/components/ui/focusable";

interface EditorKeys {
  onSave: () => void;
  onShowKeys: () => void;
  focusCode: () => void;
}

/** The page's own keys (design README, Keys). The code's own, such as Ctrl G, are the editor's. */
export function useEditorKeys(keys: EditorKeys): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    // A dialog has the keyboard to itself; only the browser's own way to save pages never opens.
    const inDialog = document.querySelector("dialog[open]") !== null;
    if (isSave(event)) {
      event.preventDefault();
      if (!inDialog) keys.onSave();
    } else if (inDialog) return;
    else if (event.key === "F6") {
      event.preventDefault();
      goToRegion(event.shiftKey ? -1 : 1, keys.focusCode);
    } else if (event.key === "?" && !isTextField(event.target)) {
      event.preventDefault();
      keys.onShowKeys();
    }
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => act(event);
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

const isSave = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s";

/** From the region that has the focus to the next one on show; the bar, the code, the panel and the line under it. */
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

/** Monaco's place for keys is a plain element with this role. */
const TEXT_FIELDS = "input, textarea, select, [contenteditable], [role=textbox]";

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(TEXT_FIELDS) !== null;
}
