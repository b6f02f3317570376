import { excerptOf, ModelFailure } from "./model-failure";

/** What is known of a refusal, whichever class of the client library carries it. */
export interface Refused {
  status: number | undefined;
  code: string | null | undefined;
  /** What the server said. */
  said: unknown;
  /** Milliseconds that it asks to wait; null: it does not say. */
  waitMs: number | null;
}

export interface FailureContext {
  model: string;
  key: string | undefined;
  retryMaxMs: number;
  retryDefaultMs: number;
}

const TOO_LONG = /context|too long|maximum.*tokens|token limit|n_ctx/i;
const NO_BUDGET = /insufficient_quota|billing|exceeded your current quota/i;
const SECOND_MS = 1_000;
const MINUTE_SECONDS = 60;

/** An answer with an error status, as a sentence. */
export function refusedFailure(refused: Refused, context: FailureContext): ModelFailure {
  const { status, code, said } = refused;
  const excerpt = excerptOf(said, context.key);
  switch (status) {
    case 400:
    case 413:
    case 422:
      if (status === 413 || TOO_LONG.test(`${code} ${String(said)}`)) return tooLong();
      return new ModelFailure("refused", `The model's server refused the request.${excerpt}`);
    case 401:
    case 403:
      return new ModelFailure(
        "key",
        "The model's server does not accept Tandem's key. Ask whoever runs Tandem to check OPENAI_API_KEY.",
      );
    case 402:
      return noBudget();
    case 404:
      return new ModelFailure(
        "unknown_model",
        `The model's server does not know the model ${context.model}. Ask whoever runs Tandem to check OPENAI_MODEL and OPENAI_BASE_URL.`,
      );
    case 429:
      return NO_BUDGET.test(`${code} ${String(said)}`) ? noBudget() : busy(refused, context);
    default:
      return fault(refused, context, excerpt);
  }
}

const tooLong = () =>
  new ModelFailure(
    "too_long",
    "The text is too long for the model. Select fewer lines, or ask whoever runs Tandem to lower AI_CONTEXT_TOKENS.",
  );

const noBudget = () =>
  new ModelFailure(
    "budget",
    "The account at the model's server has no budget left. Ask whoever runs Tandem.",
  );

function busy({ waitMs }: Refused, { retryMaxMs, retryDefaultMs }: FailureContext): ModelFailure {
  if (waitMs === null)
    return new ModelFailure("busy", "The model's server is busy. Ask again in a minute.", retryDefaultMs);
  const wait = `The model's server is busy and asks to wait ${inWords(waitMs)}. Ask again then.`;
  return new ModelFailure("busy", wait, waitMs <= retryMaxMs ? waitMs : null);
}

function fault({ status, waitMs }: Refused, context: FailureContext, excerpt: string): ModelFailure {
  const again = status === 408 || status === 409 || (status ?? 0) >= 500;
  const wait = waitMs ?? context.retryDefaultMs;
  return new ModelFailure(
    `status_${status}`,
    `The model's server has a fault (${status}). Ask again in a moment.${excerpt}`,
    again && wait <= context.retryMaxMs ? wait : null,
  );
}

function inWords(ms: number): string {
  const seconds = Math.ceil(ms / SECOND_MS);
  if (seconds < 2 * MINUTE_SECONDS) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / MINUTE_SECONDS)} minutes`;
}

export const unreachable = (retryMs: number | null): ModelFailure =>
  new ModelFailure(
    "unreachable",
    "The model's server cannot be reached. Ask again in a moment, or ask whoever runs Tandem to check OPENAI_BASE_URL.",
    retryMs,
  );

export const silent = (seconds: number): ModelFailure =>
  new ModelFailure("silent", `The model's server did not answer within ${seconds} seconds. Ask again.`);

export const stalled = (seconds: number): ModelFailure =>
  new ModelFailure(
    "stalled",
    `The model's server said nothing more for ${seconds} seconds. What it said before is kept.`,
  );

export const endless = (seconds: number): ModelFailure =>
  new ModelFailure("endless", `The answer took longer than ${seconds} seconds. What came before is kept.`);

export const brokenOff = (): ModelFailure =>
  new ModelFailure(
    "broken_off",
    "The connection to the model's server broke off. What it said before is kept. Ask again.",
  );

export const faultInAnswer = (said: unknown, key: string | undefined): ModelFailure =>
  new ModelFailure(
    "fault_in_answer",
    `The model's server broke its answer off with a fault.${excerptOf(said, key)}`,
  );

export const unreadable = (): ModelFailure =>
  new ModelFailure(
    "unreadable",
    "The model's server sent something that cannot be read. Ask whoever runs Tandem to check OPENAI_BASE_URL.",
  );
