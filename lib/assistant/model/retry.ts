import { setTimeout as sleep } from "node:timers/promises";
import type { ModelChunk } from "./language-model";
import { ModelFailure } from "./model-failure";

const MS = 1_000;

/**
 * Asks once more where that may help, and only before the first text: nobody is shown two beginnings. The wait is told
 * as a chunk of its own; an abort ends it at once.
 */
export async function* withRetry(
  attempt: (signal: AbortSignal) => AsyncIterable<ModelChunk>,
  signal: AbortSignal,
  waitMaxMs: number,
): AsyncIterable<ModelChunk> {
  let begun = false;
  try {
    for await (const chunk of attempt(signal)) {
      begun ||= chunk.kind !== "answering";
      yield chunk;
    }
    return;
  } catch (error) {
    if (begun || !(error instanceof ModelFailure) || error.retryAfterMs === null) throw error;
    const waitMs = Math.min(error.retryAfterMs, waitMaxMs);
    yield { kind: "waiting", seconds: Math.ceil(waitMs / MS), why: error.sentence };
    await sleep(waitMs, undefined, { signal }).catch(() => undefined); // aborted: looked at next
    if (signal.aborted) return;
  }
  yield* attempt(signal);
}
