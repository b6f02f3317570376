import { AppError } from "@/lib/errors";
import type { RunLimits, RunRefusal } from "./ports";

const BUSY_SECONDS = 10;
const MINUTE_SECONDS = 60;

export const noModel = (): AppError =>
  new AppError("unavailable", "The assistant has no model yet. Problems still work.");

export const nothingToRead = (): AppError =>
  new AppError("conflict", "There is no code in this file yet. Write some, then ask.");

/** Why a question is not answered, for people. */
export function toAppError(refusal: RunRefusal, limits: RunLimits): AppError {
  switch (refusal.why) {
    case "off":
      return new AppError(
        "conflict",
        "The owner switched the assistant off for this file. Problems still work.",
      );
    case "busy":
      return new AppError(
        "conflict",
        `The assistant is answering ${refusal.by}. Ask when it is done, or stop it.`,
      );
    case "server":
      return tooMany(
        `The assistant is answering ${refusal.running} others. Ask again in a moment.`,
        BUSY_SECONDS,
      );
    case "person":
      return tooMany(
        `You asked ${limits.perPersonAndHour} times within an hour. Ask again ${inWords(refusal.retryAfterSeconds)}.`,
        refusal.retryAfterSeconds,
      );
    case "file":
      return tooMany(
        `The assistant was asked ${limits.perFileAndHour} times in this file within an hour. Ask again ${inWords(refusal.retryAfterSeconds)}.`,
        refusal.retryAfterSeconds,
      );
    case "tokens":
      return tooMany(
        "The assistant has used up what it may cost in a day. Problems still work.",
        refusal.retryAfterSeconds,
      );
  }
}

const tooMany = (detail: string, retryAfterSeconds: number): AppError =>
  new AppError("too_many_requests", detail, { retryAfterSeconds });

const inWords = (seconds: number): string =>
  seconds <= MINUTE_SECONDS ? "in a minute" : `in ${Math.ceil(seconds / MINUTE_SECONDS)} minutes`;
