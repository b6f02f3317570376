import { z } from "zod";
import { ID_MAX } from "@/lib/contracts/limits";
import { AppError } from "@/lib/errors";
import type { Version, VersionPlace } from "./ports";

const cursorSchema = z.tuple([
  z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  z.boolean(),
  z.number().int().positive().max(ID_MAX),
]);

/** Where the next page begins, opaque to callers: behind this version. */
export const encodeCursor = ({ seq, label, id }: Pick<Version, "seq" | "label" | "id">): string =>
  Buffer.from(JSON.stringify([seq, label !== null, id])).toString("base64url");

/** Throws `unprocessable` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): VersionPlace {
  try {
    const text = Buffer.from(cursor, "base64url").toString("utf8");
    const [seq, named, id] = cursorSchema.parse(JSON.parse(text));
    return { seq, named, id };
  } catch {
    const errors = [{ path: "cursor", message: "is not one of ours" }];
    throw new AppError("unprocessable", "cursor is not one of ours", { errors });
  }
}
