"use client";

import { Dialog } from "@/components/ui/dialog";

const KEYS: { does: string; keys: string[] }[] = [
  { does: "Take back your last edit", keys: ["Ctrl", "Z"] },
  { does: "Bring it back", keys: ["Ctrl", "Shift", "Z"] },
  { does: "Next problem", keys: ["F8"] },
  { does: "Problem before", keys: ["Shift", "F8"] },
  { does: "Apply the fix at the caret", keys: ["Ctrl", "."] },
  { does: "Show or hide the assistant", keys: ["Ctrl", "J"] },
  { does: "Ask about the selection", keys: ["Ctrl", "I"] },
  { does: "Review the file", keys: ["Ctrl", "Shift", "."] },
  { does: "Find", keys: ["Ctrl", "F"] },
  { does: "Go to line", keys: ["Ctrl", "G"] },
  { does: "Tab moves the focus out of the code, and back", keys: ["Ctrl", "M"] },
  { does: "Next part of the page", keys: ["F6"] },
  { does: "Part before", keys: ["Shift", "F6"] },
  { does: "Close what is open", keys: ["Esc"] },
  { does: "Show these keys, outside text", keys: ["?"] },
];

/** The keys that work in the editor. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return (
    <Dialog title="Keyboard shortcuts" width="narrow" onClose={onClose}>
      <dl className="dialog-body keys-list">
        {KEYS.map(({ does, keys }) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd className="keys">
              {keys.map((key) => (
                <kbd key={key} className="kbd">
                  {mac ? onMac(key, keys) : key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** Ctrl is ⌘ on a Mac, save for the key that moves Tab. */
function onMac(key: string, keys: string[]): string {
  if (key === "Shift") return "⇧";
  if (key !== "Ctrl") return key;
  return keys.includes("M") ? "⌃⇧" : "⌘";
}
