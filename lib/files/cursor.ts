import { z } from "zod";
import { ID_MAX } from "@/lib/contracts/limits";
import { AppError } from "@/lib/errors";

/** Only what a row can hold: the database takes neither a larger id nor every year there is. */
const cursorSchema = z.tuple([
  z.iso.datetime({ precision: 3 }).refine((time) => Date.parse(time) >= 0),
  z.number().int().positive().max(ID_MAX),
]);

/** Where the next page begins, opaque to callers: the last row's time of change and id. */
export function encodeCursor(last: { updatedAt: Date; id: number }): string {
  return Buffer.from(JSON.stringify([last.updatedAt.toISOString(), last.id])).toString("base64url");
}

/** Throws `unprocessable` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): { updatedAt: Date; id: number } {
  try {
    const [time, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return { updatedAt: new Date(time), id };
  } catch {
    const errors = [{ path: "cursor", message: "is not one of ours" }];
    throw new AppError("unprocessable", "cursor is not one of ours", { errors });
  }
}
