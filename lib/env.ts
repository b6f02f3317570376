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

const wholeNumber = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`)
    .default(fallback);

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
});

export interface Env {
  nodeEnv: "development" | "production" | "test";
  port: number;
  host: string;
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
