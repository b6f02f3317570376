import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { z } from "zod";
import type { FileEvent, ToldEntry } from "@/lib/collab/file-wire";
import { featureEventSchema } from "@/lib/contracts/features";
import { refusalSchema, renamedSchema, roleChangedSchema } from "@/lib/contracts/live";

/** First byte after the sender: what follows. Rows and states are binary, since they are told all the time. */
const ROWS = 0;
const AWARENESS = 1;
const OTHER = 2;

const otherSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("head"), seq: z.number().int() }),
  z.object({ kind: z.literal("hello") }),
  z.object({ kind: z.literal("renamed"), event: renamedSchema }),
  z.object({ kind: z.literal("deleted"), why: refusalSchema }),
  z.object({ kind: z.literal("role"), userId: z.number().int(), event: roleChangedSchema }),
  z.object({ kind: z.literal("removed"), userId: z.number().int(), why: refusalSchema }),
  z.object({ kind: z.literal("feature"), event: featureEventSchema }),
]);

/** What one process says about a file, as bytes. */
export function encodeFileEvent(from: string, event: FileEvent): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, from);
  if (event.kind === "rows") {
    encoding.writeVarUint(encoder, ROWS);
    encoding.writeVarUint(encoder, event.rows.length);
    for (const { seq, update } of event.rows) {
      encoding.writeVarUint(encoder, seq);
      encoding.writeVarUint8Array(encoder, update);
    }
  } else if (event.kind === "awareness") {
    encoding.writeVarUint(encoder, AWARENESS);
    encoding.writeVarUint(encoder, event.entries.length);
    for (const entry of event.entries) writeEntry(encoder, entry);
  } else {
    encoding.writeVarUint(encoder, OTHER);
    encoding.writeVarString(encoder, JSON.stringify(event));
  }
  return encoding.toUint8Array(encoder);
}

/** Throws when it is none: a process of another version may say what this one does not know. */
export function decodeFileEvent(bytes: Uint8Array): { from: string; event: FileEvent } {
  const decoder = decoding.createDecoder(bytes);
  const from = decoding.readVarString(decoder);
  switch (decoding.readVarUint(decoder)) {
    case ROWS: {
      const rows = readMany(decoder, () => ({
        seq: decoding.readVarUint(decoder),
        update: decoding.readVarUint8Array(decoder),
      }));
      return { from, event: { kind: "rows", rows } };
    }
    case AWARENESS:
      return { from, event: { kind: "awareness", entries: readMany(decoder, () => readEntry(decoder)) } };
    default:
      return { from, event: otherSchema.parse(JSON.parse(decoding.readVarString(decoder))) };
  }
}

function writeEntry(encoder: encoding.Encoder, { clientId, clock, state, fresh }: ToldEntry): void {
  encoding.writeVarUint(encoder, clientId);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarUint(encoder, fresh ? 1 : 0);
  encoding.writeVarString(encoder, state);
}

function readEntry(decoder: decoding.Decoder): ToldEntry {
  const clientId = decoding.readVarUint(decoder);
  const clock = decoding.readVarUint(decoder);
  const fresh = decoding.readVarUint(decoder) === 1;
  return { clientId, clock, fresh, state: decoding.readVarString(decoder) };
}

function readMany<T>(decoder: decoding.Decoder, read: () => T): T[] {
  const many: T[] = [];
  for (let count = decoding.readVarUint(decoder); count > 0; count -= 1) many.push(read());
  return many;
}
