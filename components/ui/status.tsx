import { Icon } from "./icon";

export type SaveState = "saved" | "saving" | "offline";

/** The word beside a file's name: what the log acknowledged, never the state of a socket. Null: nothing to say yet. */
export function SaveStatus({ state }: { state: SaveState | null }) {
  return (
    <p role="status" className={state === "offline" ? "saved is-off" : "saved"}>
      {state === "saved" && <Icon name="saved" tone="ok" />}
      {state === "saving" && <Icon name="spinner" className="spin" />}
      {state === "offline" && <Icon name="offline" tone="warning" />}
      {state !== null && WORDS[state]}
    </p>
  );
}

const WORDS: Record<SaveState, string> = { saved: "Saved", saving: "Saving…", offline: "Offline" };
