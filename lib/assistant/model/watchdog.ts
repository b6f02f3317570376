import type { ModelBounds, ModelChunk } from "./language-model";
import type { ModelFailure } from "./model-failure";
import { endless, stalled } from "./openai-failures";

const MS = 1_000;

/**
 * Bounds an answer in time: a stream that stalls after its headers would otherwise last for ever. `signal` ends it
 * without a word, at once, whatever the source is doing; a bound that is passed is thrown.
 */
export async function* watched(
  source: (signal: AbortSignal) => AsyncIterable<ModelChunk>,
  signal: AbortSignal,
  bounds: Pick<ModelBounds, "idle" | "total">,
): AsyncIterable<ModelChunk> {
  const own = new AbortController();
  const passed: { failure: ModelFailure | null } = { failure: null };
  const giveUp = (failure: ModelFailure) => {
    passed.failure ??= failure;
    own.abort();
  };
  const stop = () => own.abort();
  if (signal.aborted) return;
  signal.addEventListener("abort", stop, { once: true });
  const total = setTimeout(() => giveUp(endless(bounds.total / MS)), bounds.total);
  let idle: NodeJS.Timeout | undefined;
  const expectAnother = () => {
    clearTimeout(idle);
    idle = setTimeout(() => giveUp(stalled(bounds.idle / MS)), bounds.idle);
  };
  try {
    for await (const chunk of source(own.signal)) {
      // Until there is an answer the client's own limit holds.
      if (chunk.kind === "waiting") clearTimeout(idle);
      else expectAnother();
      yield chunk;
    }
  } catch (error) {
    if (!own.signal.aborted) throw error;
  } finally {
    own.abort(); // also when nobody listens any more
    clearTimeout(idle);
    clearTimeout(total);
    signal.removeEventListener("abort", stop);
  }
  if (passed.failure !== null) throw passed.failure;
}
