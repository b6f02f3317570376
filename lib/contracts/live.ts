import { z } from "zod";
import type { AssistantEvent } from "./assist";
import type { FindingsEvent } from "./findings";
import { roleSchema } from "./roles";
import type { RunEvent } from "./run";

/**
 * The live protocol over Socket.IO, namespace `/files/{file_id}` (docs/protocol.md).
 * `message` carries one binary y-protocols message in either direction. Sent with an acknowledgement callback, an
 * update is answered with an `UpdateAck`.
 */
export const MESSAGE_SYNC = 0;
export const MESSAGE_AWARENESS = 1;
export const MESSAGE_AUTH = 2;
export const MESSAGE_QUERY_AWARENESS = 3;

/** The name of the `Y.Text` that holds a file's text. */
export const CONTENT_ROOT = "content";

export const refusalSchema = z.object({ code: z.number().int(), detail: z.string() });
/** Why a join was refused, a connection ended or an update not stored; `code` is one of CLOSE_CODES. */
export type Refusal = z.infer<typeof refusalSchema>;

export const updateAckSchema = z.union([
  z.object({ version: z.number().int() }),
  z.object({ error: refusalSchema }),
]);
export type UpdateAck = z.infer<typeof updateAckSchema>;

/** First event after a join, before any message: what the file is and who the server takes one for. */
export const joinedSchema = z.object({
  file_id: z.number().int(),
  /** Changes only when the log was replaced (a restored backup): local copies of another epoch must not be merged. */
  epoch: z.string(),
  version: z.number().int(),
  role: roleSchema,
  name: z.string(),
  language: z.string(),
  user: z.object({ id: z.number().int(), name: z.string(), color: z.string() }),
});
export type Joined = z.infer<typeof joinedSchema>;

export const renamedSchema = z.object({ name: z.string(), language: z.string() });
export type Renamed = z.infer<typeof renamedSchema>;

export const roleChangedSchema = z.object({
  role: roleSchema,
  /** The name of who changed it; null: oneself by an invite, or it is not known. */
  by: z.string().nullable(),
});
export type RoleChanged = z.infer<typeof roleChangedSchema>;

/** Events the server sends besides `message`. */
export interface ServerEvents {
  joined: Joined;
  renamed: Renamed;
  role: RoleChanged;
  user: AwarenessUser;
  closed: Refusal;
  findings: FindingsEvent;
  assistant: AssistantEvent;
  run: RunEvent;
}

/** What each person shows in awareness. The server sets `user`; a client's own `user` is overwritten. */
export const awarenessUserSchema = z.object({ id: z.number().int(), name: z.string(), color: z.string() });
export type AwarenessUser = z.infer<typeof awarenessUserSchema>;

export const awarenessStateSchema = z.object({
  user: awarenessUserSchema,
  /** Y.RelativePosition as JSON, as y-codemirror.next writes it. */
  cursor: z.object({ anchor: z.unknown(), head: z.unknown() }).nullish(),
});
export type AwarenessState = z.infer<typeof awarenessStateSchema>;
