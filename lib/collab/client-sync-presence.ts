import type { Awareness } from "y-protocols/awareness";
import { applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import { awarenessBytesMessage } from "./client-sync-messages";

/** A caret that moves fast is sent this often. */
const SEND_EVERY_MS = 50;

/** Sends one's own place and takes in others', for as long as there is a connection. */
export interface Presence {
  /** Joined: others' places are asked anew, one's own is told. */
  joined(): void;
  receive(payload: Uint8Array): void;
  disconnected(): void;
  /** Idempotent. */
  stop(): void;
}

const REMOTE = Symbol("awareness from the server");

export function createPresence(awareness: Awareness, send: (message: Uint8Array) => void): Presence {
  let connected = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    if (connected && awareness.meta.has(awareness.clientID))
      send(awarenessBytesMessage(encodeAwarenessUpdate(awareness, [awareness.clientID])));
  };
  const onUpdate = (_changes: unknown, origin: unknown) => {
    if (connected && origin === "local") timer ??= setTimeout(tell, SEND_EVERY_MS);
  };
  awareness.on("update", onUpdate);
  const disconnected = () => {
    connected = false;
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    joined() {
      const others = [...awareness.states.keys()].filter((id) => id !== awareness.clientID);
      removeAwarenessStates(awareness, others, REMOTE);
      // Trap: with its clock remembered, a place that has not changed meanwhile would be taken for an old one.
      for (const id of others) awareness.meta.delete(id);
      connected = true;
      awareness.setLocalState(awareness.getLocalState() ?? {}); // raises the clock
      clearTimeout(timer);
      tell();
    },
    receive: (payload) => applyAwarenessUpdate(awareness, payload, REMOTE),
    disconnected,
    stop() {
      awareness.off("update", onUpdate);
      if (connected) {
        awareness.setLocalState(null);
        tell();
      }
      disconnected();
    },
  };
}
