import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { DEFAULT_MAX_FILE_BYTES } from "@/lib/contracts/limits";
import { LOG_LEVELS } from "@/lib/logger";

/** Placeholders that people copy from examples: a key that anyone knows is no key. */
const KNOWN_PLACEHOLDERS =
  /^(change[-_ ]?me|secret|placeholder|example|your[-_ ]|xxx|test|0+$|1234567)|^(.)\2*$/i;
const SECRET_KEY_MIN = 32;
const FILE_BYTES_MIN = 1024;
const FILE_BYTES_MAX = 64 * 1024 * 1024;
const PROXIES_MAX = 10;
/** Asked for when there is a key and no name of a model. */
const DEFAULT_MODEL = "gpt-4.1-mini";
/** Tokens of question and answer together: other servers than OpenAI's may cut a longer one off without a word. */
const CONTEXT_TOKENS_OPENAI = 16_384;
const CONTEXT_TOKENS_OTHERS = 8_192;
const CONTEXT_TOKENS_MIN = 2_048;
const CONTEXT_TOKENS_MAX = 1_000_000;
const OUTPUT_TOKENS = 2_048;
const OUTPUT_TOKENS_MIN = 256;
const OUTPUT_TOKENS_MAX = 32_768;
const RUNS_MAX = 100_000;
const DAILY_TOKENS_MAX = 1_000_000_000_000;
const CONCURRENT_MAX = 1_000;

const anyWholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);
const wholeNumber = (min: number, max: number, fallback: number) =>
  anyWholeNumber(min, max).default(fallback);

const url = (protocols: readonly string[], what: string) =>
  z.string().refine(
    (text) => {
      const parsed = URL.canParse(text) ? new URL(text) : null;
      return parsed !== null && protocols.includes(parsed.protocol) && parsed.hostname !== "";
    },
    { error: `must be ${what}`, abort: true },
  );

/** An origin: what is behind the host would be lost in links and could never equal a browser's `Origin`. */
const origin = url(["http:", "https:"], "an http or https address such as https://code.example.com")
  .refine((text) => {
    const { pathname, search, hash, username } = new URL(text);
    return pathname === "/" && `${search}${hash}${username}` === "";
  }, "must be an address without a path, such as https://code.example.com")
  .transform((text) => new URL(text).origin);

const aiBaseUrl = url(
  ["http:", "https:"],
  "an http or https address such as http://localhost:11434/v1",
).refine((text) => {
  const { search, hash, username, password } = new URL(text);
  return `${search}${hash}${username}${password}` === "";
}, "must hold no user name, password or query; a key goes into OPENAI_API_KEY");

/** Each is an origin of its own: `*` would let any page on the internet use a token that it got hold of. */
const origins = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .pipe(z.array(origin));

const envSchema = z.object({
  NODE_ENV: z
    .enum(["development", "production", "test"], "must be development, production or test")
    .default("production"),
  PORT: wholeNumber(0, 65535, 8000),
  HOST: z.string().default("0.0.0.0"),
  PATH: z.string().default(""),
  PUBLIC_URL: origin.optional(),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: url(
    ["postgres:", "postgresql:"],
    "a PostgreSQL address such as postgres://user:password@host:5432/name",
  ).optional(),
  REDIS_URL: url(["redis:", "rediss:"], "a Redis address such as redis://host:6379").optional(),
  CORS_ORIGINS: origins.default([]),
  SECRET_KEY: z
    .string()
    .min(SECRET_KEY_MIN, `must have ${SECRET_KEY_MIN} characters or more`)
    .refine(
      (key) => !KNOWN_PLACEHOLDERS.test(key),
      "must not be a known placeholder; make one with: openssl rand -hex 32",
    )
    .optional(),
  TRUST_PROXY: wholeNumber(0, PROXIES_MAX, 0),
  MAX_FILE_BYTES: wholeNumber(FILE_BYTES_MIN, FILE_BYTES_MAX, DEFAULT_MAX_FILE_BYTES),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("info"),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must hold visible ASCII characters only, and no spaces")
    .optional(),
  RATE_LIMITS: z.enum(["on", "off"], "must be on or off").default("on"),
  OPENAI_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must hold visible ASCII characters only, and no spaces")
    .optional(),
  OPENAI_BASE_URL: aiBaseUrl.optional(),
  OPENAI_MODEL: z.string().trim().max(200, "must have 200 characters or fewer").optional(),
  AI_CONTEXT_TOKENS: anyWholeNumber(CONTEXT_TOKENS_MIN, CONTEXT_TOKENS_MAX).optional(),
  AI_OUTPUT_TOKENS: wholeNumber(OUTPUT_TOKENS_MIN, OUTPUT_TOKENS_MAX, OUTPUT_TOKENS),
  AI_RUNS_PER_PERSON: wholeNumber(1, RUNS_MAX, 20),
  AI_RUNS_PER_FILE: wholeNumber(1, RUNS_MAX, 60),
  AI_DAILY_TOKENS: wholeNumber(0, DAILY_TOKENS_MAX, 2_000_000),
  AI_MAX_CONCURRENT: wholeNumber(1, CONCURRENT_MAX, 4),
});

export interface Env {
  nodeEnv: "development" | "production" | "test";
  port: number;
  host: string;
  /** Where other programs are (`PATH`). */
  programFolders: readonly string[];
  /** Origin without a trailing slash; undefined: the address each request came to. */
  publicUrl: string | undefined;
  dataDir: string;
  databaseUrl: string | undefined;
  /** Undefined: one process, and its limits are its own. */
  redisUrl: string | undefined;
  /** Origins whose pages may call the API with Bearer tokens. */
  corsOrigins: readonly string[];
  /** Undefined only on the embedded database: boot makes one and keeps it in `dataDir`. */
  secretKey: string | undefined;
  trustProxy: number;
  maxFileBytes: number;
  logLevel: (typeof LOG_LEVELS)[number];
  /** Undefined: `/metrics` is for everybody. */
  metricsToken: string | undefined;
  rateLimits: boolean;
  ai: AiEnv;
}

/** The assistant's model, and what it may cost. */
export interface AiEnv {
  /** Null: none is set, by a key or by the address and the name of a model. */
  model: { apiKey: string | undefined; baseUrl: string | undefined; model: string } | null;
  /** Question and answer together. */
  contextTokens: number;
  outputTokens: number;
  /** Questions an hour. */
  runsPerPerson: number;
  runsPerFile: number;
  /** Questions and answers of all files in 24 hours. */
  dailyTokens: number;
  /** Questions at the same time, on all processes. */
  maxConcurrent: number;
}

/** A wrong configuration; the message is one line that names the variable and what it must be. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

/** Parses the configuration. An empty value counts as unset. Throws EnvError. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = envSchema.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new EnvError(`${String(issue?.path[0] ?? "configuration")} ${issue?.message ?? "is wrong"}`);
  }
  const env = parsed.data;
  if (env.DATABASE_URL !== undefined && env.SECRET_KEY === undefined) {
    throw new EnvError("SECRET_KEY must be set when DATABASE_URL is; make one with: openssl rand -hex 32");
  }
  return {
    nodeEnv: env.NODE_ENV,
    port: env.PORT,
    host: env.HOST,
    programFolders: env.PATH.split(path.delimiter).filter((folder) => folder !== ""),
    publicUrl: env.PUBLIC_URL,
    dataDir: path.resolve(/* turbopackIgnore: true */ env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    corsOrigins: env.CORS_ORIGINS,
    secretKey: env.SECRET_KEY,
    trustProxy: env.TRUST_PROXY,
    maxFileBytes: env.MAX_FILE_BYTES,
    logLevel: env.LOG_LEVEL,
    metricsToken: env.METRICS_TOKEN,
    rateLimits: env.RATE_LIMITS === "on",
    ai: aiOf(env),
  };
}

function aiOf(env: z.infer<typeof envSchema>): AiEnv {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model } = env;
  const isSet = apiKey !== undefined || (baseUrl !== undefined && model !== undefined);
  const contextTokens =
    env.AI_CONTEXT_TOKENS ?? (baseUrl === undefined ? CONTEXT_TOKENS_OPENAI : CONTEXT_TOKENS_OTHERS);
  if (env.AI_OUTPUT_TOKENS * 2 > contextTokens)
    throw new EnvError(`AI_OUTPUT_TOKENS must be half of AI_CONTEXT_TOKENS (${contextTokens}) at most`);
  return {
    model: isSet ? { apiKey, baseUrl, model: model ?? DEFAULT_MODEL } : null,
    contextTokens,
    outputTokens: env.AI_OUTPUT_TOKENS,
    runsPerPerson: env.AI_RUNS_PER_PERSON,
    runsPerFile: env.AI_RUNS_PER_FILE,
    dailyTokens: env.AI_DAILY_TOKENS,
    maxConcurrent: env.AI_MAX_CONCURRENT,
  };
}

/** The process's configuration: the environment, then `.env` in the working folder for what is not set there. */
export function readEnv(): Env {
  try {
    if (existsSync(".env")) process.loadEnvFile(".env");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvError(`.env is there but cannot be read by this user (${reason})`);
  }
  return parseEnv(process.env);
}

/**
 * Settings that Next and next-auth read from the process's environment only. Call once, before either is loaded in
 * earnest: signals are ours (their handler would exit before the log is flushed), nothing is told to a third party,
 * and next-auth takes its address from the request instead of assuming port 3000.
 */
export function prepareNextEnv(): void {
  process.env.NEXT_MANUAL_SIG_HANDLE = "true";
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  process.env.AUTH_TRUST_HOST = "true";
}
