import type { Usage } from "@/lib/contracts/assist";

export interface ModelMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

export interface ModelRequest {
  messages: readonly ModelMessage[];
  /** Tokens that the answer may have. */
  outputTokens: number;
}

/** How an answer came to its end. `length`: it was too long. `closed`: nobody said why, so something is missing. */
export type ModelEnd = "complete" | "length" | "closed" | "filtered";

export type ModelChunk =
  /** The model's server is busy or away; it is asked once more after so many seconds. Only before the first text. */
  | { kind: "waiting"; seconds: number; why: string }
  /** Its server has begun to answer; text follows. */
  | { kind: "answering" }
  | { kind: "text"; delta: string }
  /** Last of all. `usage` null: the server did not say. */
  | { kind: "end"; end: ModelEnd; usage: Usage | null };

/** The port to a language model. */
export interface LanguageModel {
  /** As people are shown it. */
  readonly name: string;
  /**
   * Asks it. An answer that is aborted ends without an `end`, and its request is given up at once; anything else that
   * goes wrong is thrown as a ModelFailure.
   */
  answer(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelChunk>;
}

/** Bounds of one answer, in milliseconds. */
export interface ModelBounds {
  /** Until the model's server begins to answer. */
  connect: number;
  /** Between two pieces of an answer. */
  idle: number;
  /** All of it. */
  total: number;
  /** The longest wait before the one retry, and the wait where the server names none. */
  retryMax: number;
  retryDefault: number;
}

export const MODEL_BOUNDS: ModelBounds = {
  connect: 30_000,
  idle: 30_000,
  total: 120_000,
  retryMax: 20_000,
  retryDefault: 1_000,
};
