import { Icon } from "./icon";

export type SaveState = "saved" | "saving" | "offline";

/** The word beside a file's name: what the log acknowledged, never the state of a socket. */
export function SaveStatus({ state }: { state: SaveState }) {
  return (
    <p role="status" className={state === "offline" ? "saved is-off" : "saved"}>
      {state === "saved" && <Icon name="saved" tone="ok" />}
      {state === "saving" && <Icon name="spinner" className="spin" />}
      {state === "offline" && <Icon name="offline" tone="warning" />}
      {WORDS[state]}
    </p>
  );
}

const WORDS: Record<SaveState, string> = { saved: "Saved", saving: "Saving…", offline: "Offline" };
