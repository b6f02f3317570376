import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { io, type Socket } from "socket.io-client";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import { messageYjsUpdate, readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import * as Y from "yjs";
import type { Joined, Refusal, RoleChanged, UpdateAck } from "@/lib/contracts/live";
import { CONTENT_ROOT, MESSAGE_AUTH, MESSAGE_AWARENESS, MESSAGE_SYNC } from "@/lib/contracts/live";
import type { Role } from "@/lib/contracts/roles";

export interface LiveClient {
  doc: Y.Doc;
  text: Y.Text;
  socket: Socket;
  /** Resolves when the first sync step 2 has been applied. */
  synced: Promise<void>;
  /** One local edit; resolves with the server's answer, rejects when the connection ends first. */
  edit(change: (text: Y.Text) => void): Promise<UpdateAck>;
  /** What others show, and what one shows oneself after `show`. */
  awareness: Awareness;
  show(state: Record<string, unknown>): void;
  /** Every role that one was told, the first with the join. */
  roles: Role[];
  /** Permission-denied messages heard. */
  denied(): number;
  /** Why the server ended the connection, when it has. */
  closed(): Refusal | undefined;
  close(): void;
}

/**
 * A plain Yjs client of the live protocol (docs/protocol.md), independent of the browser's own. `credentials`: a Bearer
 * token, or headers such as a browser's cookie.
 */
export function connectLive(
  url: string,
  fileId: number,
  credentials: string | Record<string, string>,
  doc = new Y.Doc(),
): LiveClient {
  const socket = io(`${url}/files/${fileId}`, {
    transports: ["websocket"],
    ...(typeof credentials === "string" ? { auth: { token: credentials } } : { extraHeaders: credentials }),
    forceNew: true,
    reconnection: false,
  });
  const awareness = new Awareness(doc);
  awareness.setLocalState(null);
  const roles: Role[] = [];
  socket.on("joined", ({ role }: Joined) => roles.push(role));
  socket.on("role", ({ role }: RoleChanged) => roles.push(role));
  let denied = 0;
  let refusal: Refusal | undefined;
  const synced = new Promise<void>((resolve, reject) => {
    socket.on("connect_error", (error) => reject(error));
    socket.on("disconnect", (reason) => reject(new Error(`disconnected: ${reason}`)));
    socket.on("message", (data: Uint8Array) => {
      const decoder = decoding.createDecoder(new Uint8Array(data));
      const type = decoding.readVarUint(decoder);
      if (type === MESSAGE_AUTH) denied += 1;
      if (type === MESSAGE_AWARENESS)
        applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), socket);
      if (type !== MESSAGE_SYNC) return;
      const answer = encoding.createEncoder();
      encoding.writeVarUint(answer, MESSAGE_SYNC);
      const kind = readSyncMessage(decoder, answer, doc, socket);
      if (encoding.length(answer) > 1) socket.emit("message", encoding.toUint8Array(answer));
      if (kind === 1) resolve();
      else if (kind > messageYjsUpdate) reject(new Error(`unknown sync message ${kind}`));
    });
  });
  synced.catch(() => undefined); // a caller that does not wait for it is told by `edit` instead
  socket.on("closed", (event: Refusal) => {
    refusal = event;
  });
  socket.on("connect", () => {
    const hello = encoding.createEncoder();
    encoding.writeVarUint(hello, MESSAGE_SYNC);
    writeSyncStep1(hello, doc);
    socket.emit("message", encoding.toUint8Array(hello));
  });
  const text = doc.getText(CONTENT_ROOT);
  return {
    doc,
    text,
    socket,
    synced,
    edit: (change) => sendEdit(socket, doc, () => change(text)),
    awareness,
    show(state) {
      awareness.setLocalState(state);
      const message = encoding.createEncoder();
      encoding.writeVarUint(message, MESSAGE_AWARENESS);
      encoding.writeVarUint8Array(message, encodeAwarenessUpdate(awareness, [doc.clientID]));
      socket.emit("message", encoding.toUint8Array(message));
    },
    roles,
    denied: () => denied,
    closed: () => refusal,
    close() {
      awareness.destroy();
      socket.disconnect();
    },
  };
}

function sendEdit(socket: Socket, doc: Y.Doc, change: () => void): Promise<UpdateAck> {
  const updates: Uint8Array[] = [];
  const collect = (update: Uint8Array) => updates.push(update);
  doc.on("update", collect);
  doc.transact(change);
  doc.off("update", collect);
  const message = encoding.createEncoder();
  encoding.writeVarUint(message, MESSAGE_SYNC);
  writeUpdate(message, Y.mergeUpdates(updates));
  return new Promise((resolve, reject) => {
    const lost = () => reject(new Error("the connection ended before the answer"));
    socket.once("disconnect", lost);
    socket.emit("message", encoding.toUint8Array(message), (answer: UpdateAck) => {
      socket.off("disconnect", lost);
      resolve(answer);
    });
  });
}
