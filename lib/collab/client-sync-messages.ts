import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from "y-protocols/sync";
import { MESSAGE_AUTH, MESSAGE_AWARENESS, MESSAGE_QUERY_AWARENESS, MESSAGE_SYNC } from "@/lib/contracts/live";

/** One message from the server, as y-protocols writes it. `other`: of a kind that says nothing to this client. */
export type ServerMessage =
  | { kind: "sync-step-1"; stateVector: Uint8Array }
  | { kind: "sync-step-2"; update: Uint8Array }
  | { kind: "update"; update: Uint8Array }
  | { kind: "awareness"; payload: Uint8Array }
  | { kind: "denied" }
  | { kind: "other" };

/** Throws when the bytes are cut short. */
export function readServerMessage(bytes: Uint8Array): ServerMessage {
  const decoder = decoding.createDecoder(bytes);
  switch (decoding.readVarUint(decoder)) {
    case MESSAGE_SYNC:
      return readSync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
    case MESSAGE_AWARENESS:
      return { kind: "awareness", payload: decoding.readVarUint8Array(decoder) };
    case MESSAGE_AUTH:
      return { kind: "denied" };
    default:
      return { kind: "other" };
  }
}

function readSync(type: number, payload: Uint8Array): ServerMessage {
  if (type === messageYjsSyncStep1) return { kind: "sync-step-1", stateVector: payload };
  if (type === messageYjsSyncStep2) return { kind: "sync-step-2", update: payload };
  if (type === messageYjsUpdate) return { kind: "update", update: payload };
  return { kind: "other" };
}

/** Wraps what `encodeAwarenessUpdate` of y-protocols made. */
export function awarenessBytesMessage(payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

/** Asks for everybody's place. */
export const QUERY_AWARENESS = Uint8Array.of(MESSAGE_QUERY_AWARENESS);
