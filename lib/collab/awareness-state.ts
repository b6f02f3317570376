import { z } from "zod";
import { type AwarenessUser, awarenessUserSchema } from "@/lib/contracts/live";

/** The state of one that left. */
export const LEFT = "null";

/** The state as others may see it; null: not a state. */
export function stamp(state: string, user: AwarenessUser): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(state);
  } catch {
    return null; // said to the sender
  }
  if (parsed === null) return LEFT;
  if (typeof parsed !== "object" || Array.isArray(parsed)) return null;
  return JSON.stringify({ ...parsed, user });
}

const stampedSchema = z.object({ user: awarenessUserSchema });

/** Who shows a stamped state; undefined: it is none. */
export const userIn = (state: string): AwarenessUser | undefined =>
  stampedSchema.safeParse(JSON.parse(state)).data?.user;
