import { maxMessageBytes } from "@/lib/contracts/limits";
import type { Refusal } from "@/lib/contracts/live";
import type { EngineBounds } from "./bounds";
import { type ClientMessage, MalformedMessage, readMessage } from "./messages";
import { refusal } from "./refusal";
import { createTokenBucket } from "./token-bucket";

export interface IntakeRules {
  bounds: EngineBounds;
  maxFileBytes: number;
  rateLimits: boolean;
  now(): number;
}

/**
 * What one connection may say: how much, how often, in which form. Answers the message read, or why the connection has
 * to end.
 */
export function createMessageIntake(
  rules: IntakeRules,
): (message: Uint8Array) => ClientMessage | { kind: "refused"; why: Refusal } {
  const { bounds, maxFileBytes, rateLimits, now } = rules;
  const longest = maxMessageBytes(maxFileBytes);
  const messages = createTokenBucket(bounds.messageBurst, bounds.messagesPerSecond, now);
  const bytes = createTokenBucket(longest * bounds.byteBurstMessages, bounds.bytesPerSecond, now);
  const syncs = createTokenBucket(bounds.syncBurst, bounds.syncsPerSecond, now);
  return (message) => {
    if (rateLimits && !(messages.take(1) && bytes.take(message.byteLength)))
      return { kind: "refused", why: TOO_FAST };
    if (message.byteLength > longest) return { kind: "refused", why: TOO_LONG };
    const parsed = parse(message);
    if (parsed === null) return { kind: "refused", why: MALFORMED };
    if (parsed.kind === "sync-step-1" && rateLimits && !syncs.take(1))
      return { kind: "refused", why: TOO_FAST };
    return parsed;
  };
}

function parse(message: Uint8Array): ClientMessage | null {
  try {
    return readMessage(message);
  } catch (error) {
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}

const TOO_FAST = refusal("tooFast", "Too many messages. Slow down and come back.");
const TOO_LONG = refusal("tooLarge", "The message is larger than the file may become.");
const MALFORMED = refusal("invalid", "This is no message of the protocol.");
