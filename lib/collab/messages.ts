import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { messagePermissionDenied } from "y-protocols/auth";
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from "y-protocols/sync";
import * as Y from "yjs";
import { AWARENESS_MESSAGE_BYTES } from "@/lib/contracts/limits";
import { MESSAGE_AUTH, MESSAGE_AWARENESS, MESSAGE_QUERY_AWARENESS, MESSAGE_SYNC } from "@/lib/contracts/live";

/** One client's line in an awareness message; `state` is JSON, `null` for one that left. */
export interface AwarenessEntry {
  clientId: number;
  clock: number;
  state: string;
}

export type ClientMessage =
  | { kind: "sync-step-1"; stateVector: Uint8Array }
  /** Sync step 2 and update are the same to a server. */
  | { kind: "update"; update: Uint8Array }
  | { kind: "awareness"; entries: AwarenessEntry[] }
  | { kind: "query-awareness" };

/** The bytes are no message of y-protocols. */
export class MalformedMessage extends Error {
  override readonly name = "MalformedMessage";
}

/** Reads one binary message (y-protocols sync and awareness). Throws MalformedMessage, whatever the bytes. */
export function readMessage(bytes: Uint8Array): ClientMessage {
  try {
    return read(decoding.createDecoder(bytes));
  } catch (error) {
    throw error instanceof MalformedMessage ? error : new MalformedMessage("cut short", { cause: error });
  }
}

function read(decoder: decoding.Decoder): ClientMessage {
  const type = decoding.readVarUint(decoder);
  switch (type) {
    case MESSAGE_SYNC:
      return readSync(decoder);
    case MESSAGE_AWARENESS:
      return { kind: "awareness", entries: readAwareness(decoding.readVarUint8Array(decoder)) };
    case MESSAGE_QUERY_AWARENESS:
      return { kind: "query-awareness" };
    default:
      throw new MalformedMessage(`unknown message ${type}`);
  }
}

function readSync(decoder: decoding.Decoder): ClientMessage {
  const type = decoding.readVarUint(decoder);
  const payload = decoding.readVarUint8Array(decoder);
  if (type === messageYjsSyncStep1) {
    Y.decodeStateVector(payload); // throws here rather than when it is answered
    return { kind: "sync-step-1", stateVector: payload };
  }
  if (type === messageYjsSyncStep2 || type === messageYjsUpdate) return { kind: "update", update: payload };
  throw new MalformedMessage(`unknown sync message ${type}`);
}

export function readAwareness(payload: Uint8Array): AwarenessEntry[] {
  if (payload.byteLength > AWARENESS_MESSAGE_BYTES) throw new MalformedMessage("too much awareness");
  const decoder = decoding.createDecoder(payload);
  const entries: AwarenessEntry[] = [];
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    const clientId = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    entries.push({ clientId, clock, state: decoding.readVarString(decoder) });
  }
  return entries;
}

function syncMessage(type: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_SYNC);
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

export const syncStep1Message = (stateVector: Uint8Array) => syncMessage(messageYjsSyncStep1, stateVector);
export const syncStep2Message = (update: Uint8Array) => syncMessage(messageYjsSyncStep2, update);
export const updateMessage = (update: Uint8Array) => syncMessage(messageYjsUpdate, update);

/** With no entries it changes nothing: a sign of life. */
export function awarenessMessage(entries: readonly AwarenessEntry[]): Uint8Array {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, entries.length);
  for (const { clientId, clock, state } of entries) {
    encoding.writeVarUint(inner, clientId);
    encoding.writeVarUint(inner, clock);
    encoding.writeVarString(inner, state);
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner));
  return encoding.toUint8Array(encoder);
}

/** y-protocols' answer to an edit that the role does not allow. */
export function permissionDeniedMessage(reason: string): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_AUTH);
  encoding.writeVarUint(encoder, messagePermissionDenied);
  encoding.writeVarString(encoder, reason);
  return encoding.toUint8Array(encoder);
}
