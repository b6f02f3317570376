import type { APIError, OpenAI } from "openai";
import type { LanguageModel, ModelBounds, ModelChunk, ModelEnd, ModelRequest } from "./language-model";
import { MODEL_BOUNDS } from "./language-model";
import { ModelFailure } from "./model-failure";
import {
  brokenOff,
  type FailureContext,
  faultInAnswer,
  refusedFailure,
  silent,
  unreachable,
  unreadable,
} from "./openai-failures";
import { withRetry } from "./retry";
import { watched } from "./watchdog";

/** Where an OpenAI-compatible server is, and what it is asked for. */
export interface OpenAiSettings {
  /** Undefined: the server takes anybody (Ollama, LM Studio). */
  apiKey: string | undefined;
  /** Undefined: OpenAI's own. */
  baseUrl: string | undefined;
  model: string;
}

/** The client sends a key always; servers without keys ignore it. */
const NO_KEY = "none";
const MS = 1_000;
/** What the client would tell of this machine. */
const UNTOLD = { "X-Stainless-OS": null, "X-Stainless-Arch": null, "X-Stainless-Runtime-Version": null };

type Library = typeof import("openai");

/** A model behind chat completions, streamed. The only importer of `openai`, which is loaded at the first question. */
export function createOpenAiModel(
  settings: OpenAiSettings,
  bounds: ModelBounds = MODEL_BOUNDS,
): LanguageModel {
  const context: FailureContext = {
    model: settings.model,
    key: settings.apiKey,
    retryMaxMs: bounds.retryMax,
    retryDefaultMs: bounds.retryDefault,
  };
  let opened: Promise<{ library: Library; client: OpenAI }> | undefined;
  const open = () => {
    opened ??= import("openai").then((library) => ({ library, client: clientOf(library, settings, bounds) }));
    return opened;
  };
  async function* attempt(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelChunk> {
    const { library, client } = await open();
    try {
      const asked = client.chat.completions.create(bodyOf(settings, request), { signal });
      const stream = await asked;
      yield { kind: "answering" };
      yield* chunksOf(stream, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw failureOf(library, error, context, bounds);
    }
  }
  return {
    name: settings.model,
    answer: (request, signal) =>
      watched(
        (watching) => withRetry((trying) => attempt(request, trying), watching, context.retryMaxMs),
        signal,
        bounds,
      ),
  };
}

function clientOf(library: Library, { apiKey, baseUrl }: OpenAiSettings, bounds: ModelBounds): OpenAI {
  return new library.OpenAI({
    apiKey: apiKey ?? NO_KEY,
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    // Otherwise read from the environment, behind the back of lib/env.ts.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0, // we wait ourselves, and say so
    timeout: bounds.connect,
    logLevel: "off", // it would print what it cannot read
    defaultHeaders: UNTOLD,
  });
}

function bodyOf({ baseUrl, model }: OpenAiSettings, { messages, outputTokens }: ModelRequest) {
  return {
    model,
    messages: messages.map((message) => ({ ...message })),
    stream: true as const,
    stream_options: { include_usage: true },
    // OpenAI's newer models take only the one, other servers often only the other.
    ...(baseUrl === undefined ? { max_completion_tokens: outputTokens } : { max_tokens: outputTokens }),
  };
}

async function* chunksOf(
  stream: AsyncIterable<OpenAI.ChatCompletionChunk | null>,
  signal: AbortSignal,
): AsyncIterable<ModelChunk> {
  let finish: string | null = null;
  let usage: OpenAI.CompletionUsage | null = null;
  let heard = false;
  for await (const chunk of stream) {
    const [choice] = chunk?.choices ?? []; // the one with `usage` has none
    finish = choice?.finish_reason ?? finish;
    usage = chunk?.usage ?? usage;
    const delta = choice?.delta?.content;
    heard ||= choice !== undefined;
    if (typeof delta === "string" && delta !== "") yield { kind: "text", delta };
  }
  if (signal.aborted) return; // the client ends the loop without a word
  if (!heard) throw unreadable(); // a page of something else, say
  yield { kind: "end", end: endOf(finish), usage: usageOf(usage) };
}

function endOf(finish: string | null): ModelEnd {
  if (finish === null) return "closed";
  if (finish === "length") return "length";
  return finish === "content_filter" ? "filtered" : "complete";
}

function usageOf(usage: OpenAI.CompletionUsage | null) {
  const { prompt_tokens: input, completion_tokens: output } = usage ?? {};
  if (!Number.isInteger(input) || !Number.isInteger(output)) return null;
  return { input_tokens: input ?? 0, output_tokens: output ?? 0, estimated: false };
}

/** Whatever the client throws, as a sentence. */
function failureOf(library: Library, error: unknown, context: FailureContext, bounds: ModelBounds): Error {
  if (error instanceof ModelFailure) return error;
  if (error instanceof library.APIConnectionTimeoutError) return silent(bounds.connect / MS);
  if (error instanceof library.APIConnectionError) return unreachable(context.retryDefaultMs);
  if (error instanceof library.APIError) return ofStatus(error, context);
  if (error instanceof SyntaxError) return unreadable();
  // undici's `terminated`: the connection was lost in the middle.
  if (error instanceof TypeError) return brokenOff();
  return error instanceof Error ? error : new Error(String(error));
}

function ofStatus(error: APIError, context: FailureContext): ModelFailure {
  const { status, code, headers } = error;
  const said = messageIn(error.error) ?? error.message;
  if (status === undefined) return faultInAnswer(said, context.key);
  return refusedFailure({ status, code, said, waitMs: waitOf(headers) }, context);
}

function messageIn(body: unknown): string | undefined {
  if (typeof body === "string") return body;
  if (typeof body !== "object" || body === null || !("message" in body)) return undefined;
  return typeof body.message === "string" ? body.message : undefined;
}

/** `retry-after-ms`, or `retry-after` as seconds or as a date. */
function waitOf(headers: Headers | undefined): number | null {
  const precise = Number.parseFloat(headers?.get("retry-after-ms") ?? "");
  if (precise >= 0) return precise;
  const after = headers?.get("retry-after") ?? "";
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(after) ? Number(after) : (Date.parse(after) - Date.now()) / MS;
  return Number.isFinite(seconds) ? Math.max(0, seconds * MS) : null;
}
