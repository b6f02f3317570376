import type { CloseReason } from "@/lib/contracts/close-codes";
import type { ChannelMember } from "./channel";

export type UpdateOutcome =
  /** In the log, or known to it already; `version` is where the file stands. */
  | { kind: "stored"; version: number }
  /** The sender's role does not allow it. */
  | { kind: "denied" }
  /** It builds on something that was never stored: the sender is asked for all of it. */
  | { kind: "missing" }
  /** Never to be stored; ends the connection. */
  | { kind: "refused"; reason: CloseReason; detail: string };

/** Where an update came from. */
export interface Sender extends ChannelMember {
  readonly userId: number;
  /** Judged when the update's turn comes, not when it arrived. */
  mayEdit(): boolean;
}

/** One update that waits for its turn. `answer` is called exactly once. */
export interface QueuedUpdate {
  readonly sender: Sender;
  readonly update: Uint8Array;
  /** The sender has asked for the state since: perhaps for another document, which does not hold this. */
  wantsEcho(): boolean;
  answer(outcome: UpdateOutcome): void;
}
