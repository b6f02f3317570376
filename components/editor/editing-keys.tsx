"use client";

import { Icon } from "@/components/ui/icon";
import type { CodePaneHandle } from "./code-pane";

/** What a phone's keyboard has only behind others. */
const CHARACTERS = ["(", ")", "[", "]", ":", '"', "_"];

/** On a phone, above its keyboard: keys for code. They leave the focus, and so the keyboard, where it is. */
export function EditingKeys({ code }: { code: CodePaneHandle }) {
  return (
    <div
      className="keysrow"
      role="toolbar"
      aria-label="Editing keys"
      onMouseDown={(event) => event.preventDefault()}
    >
      <button type="button" aria-label="Undo" onClick={code.undo}>
        <Icon name="restore" />
      </button>
      <button type="button" aria-label="Redo" onClick={code.redo}>
        <Icon name="redo" />
      </button>
      <button type="button" aria-label="Indent" onClick={code.indent}>
        ⇥
      </button>
      {CHARACTERS.map((character) => (
        <button key={character} type="button" onClick={() => code.type(character)}>
          {character}
        </button>
      ))}
    </div>
  );
}
