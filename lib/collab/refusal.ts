import { CLOSE_CODES, type CloseReason } from "@/lib/contracts/close-codes";
import type { Refusal } from "@/lib/contracts/live";

/** Why something is not done, as the outside is told. */
export const refusal = (reason: CloseReason, detail: string): Refusal => ({
  code: CLOSE_CODES[reason],
  detail,
});

/** When it is not known by whom. */
export const REMOVED = refusal("removed", "You were removed from this file.");
