import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv as parseEnvFile } from "node:util";
import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "./env";

const KEY = "k3y-that-nobody-knows-0123456789abcdef";

test("nothing set: the defaults of the contract", () => {
  expect(parseEnv({})).toEqual({
    nodeEnv: "production",
    port: 8000,
    host: "0.0.0.0",
    programFolders: [],
    publicUrl: undefined,
    dataDir: path.resolve(".data"),
    databaseUrl: undefined,
    redisUrl: undefined,
    corsOrigins: [],
    secretKey: undefined,
    trustProxy: 0,
    maxFileBytes: 2_097_152,
    logLevel: "info",
    rateLimits: true,
    ai: {
      model: null,
      contextTokens: 16_384,
      outputTokens: 2_048,
      runsPerPerson: 20,
      runsPerFile: 60,
      dailyTokens: 2_000_000,
      maxConcurrent: 4,
    },
  });
});

test("an empty value counts as unset, as docker compose passes it", () => {
  expect(parseEnv({ PORT: "", SECRET_KEY: " ", PUBLIC_URL: "", DATABASE_URL: "" })).toEqual(parseEnv({}));
});

test("everything set", () => {
  const env = parseEnv({
    PORT: "9000",
    HOST: "127.0.0.1",
    PUBLIC_URL: "https://code.example.com/",
    DATA_DIR: "/var/lib/tandem",
    DATABASE_URL: "postgres://user:p%40ss@host:5432/name",
    REDIS_URL: "rediss://:p%40ss@redis:6380/1",
    CORS_ORIGINS: "https://app.example.com/, http://localhost:3000",
    SECRET_KEY: KEY,
    TRUST_PROXY: "1",
    MAX_FILE_BYTES: "4096",
    LOG_LEVEL: "debug",
    RATE_LIMITS: "off",
    NODE_ENV: "development",
  });
  expect(env).toMatchObject({
    port: 9000,
    publicUrl: "https://code.example.com",
    dataDir: "/var/lib/tandem",
    redisUrl: "rediss://:p%40ss@redis:6380/1",
    corsOrigins: ["https://app.example.com", "http://localhost:3000"],
    secretKey: KEY,
    trustProxy: 1,
    maxFileBytes: 4096,
    rateLimits: false,
    nodeEnv: "development",
  });
});

describe("a wrong value is one line that names the variable", () => {
  test.each<[string, Record<string, string>]>([
    ["PORT", { PORT: "eighty" }],
    ["PORT", { PORT: "-1" }],
    ["PORT", { PORT: "65536" }],
    ["PORT", { PORT: "80.5" }],
    ["PUBLIC_URL", { PUBLIC_URL: "code.example.com" }],
    ["PUBLIC_URL", { PUBLIC_URL: "ftp://code.example.com" }],
    ["PUBLIC_URL", { PUBLIC_URL: "https://" }],
    ["PUBLIC_URL", { PUBLIC_URL: "https://example.com/code" }],
    ["DATABASE_URL", { DATABASE_URL: "mysql://host/name", SECRET_KEY: KEY }],
    ["DATABASE_URL", { DATABASE_URL: "host/name", SECRET_KEY: KEY }],
    ["REDIS_URL", { REDIS_URL: "http://host:6379" }],
    ["REDIS_URL", { REDIS_URL: "host:6379" }],
    ["CORS_ORIGINS", { CORS_ORIGINS: "*" }],
    ["CORS_ORIGINS", { CORS_ORIGINS: "https://app.example.com, null" }],
    ["CORS_ORIGINS", { CORS_ORIGINS: "https://app.example.com," }],
    ["CORS_ORIGINS", { CORS_ORIGINS: "https://app.example.com/page" }],
    ["SECRET_KEY", { DATABASE_URL: "postgres://host/name" }],
    ["SECRET_KEY", { SECRET_KEY: "short" }],
    ["SECRET_KEY", { SECRET_KEY: "a".repeat(40) }],
    ["SECRET_KEY", { SECRET_KEY: "change-me-change-me-change-me-change-me" }],
    ["SECRET_KEY", { SECRET_KEY: "your-secret-key-here-0123456789abcdef" }],
    ["TRUST_PROXY", { TRUST_PROXY: "yes" }],
    ["MAX_FILE_BYTES", { MAX_FILE_BYTES: "12" }],
    ["MAX_FILE_BYTES", { MAX_FILE_BYTES: "2MB" }],
    ["LOG_LEVEL", { LOG_LEVEL: "loud" }],
    ["RATE_LIMITS", { RATE_LIMITS: "maybe" }],
    ["NODE_ENV", { NODE_ENV: "prod" }],
    ["OPENAI_API_KEY", { OPENAI_API_KEY: "two words" }],
    ["OPENAI_BASE_URL", { OPENAI_BASE_URL: "localhost:11434" }],
    ["OPENAI_BASE_URL", { OPENAI_BASE_URL: "http://me:secret@localhost/v1" }],
    ["OPENAI_BASE_URL", { OPENAI_BASE_URL: "http://localhost/v1?key=secret" }],
    ["AI_CONTEXT_TOKENS", { AI_CONTEXT_TOKENS: "8k" }],
    ["AI_OUTPUT_TOKENS", { AI_OUTPUT_TOKENS: "5000", AI_CONTEXT_TOKENS: "8000" }],
    ["AI_MAX_CONCURRENT", { AI_MAX_CONCURRENT: "0" }],
  ])("%s of %o", (name, source) => {
    expect(() => parseEnv(source)).toThrow(EnvError);
    expect(() => parseEnv(source)).toThrow(new RegExp(`^${name} must [^\\n]+$`));
  });

  test("and never shows a secret", () => {
    expect(() => parseEnv({ OPENAI_BASE_URL: "http://me:hunter2@localhost/v1" })).not.toThrow(/hunter2/);
    expect(() => parseEnv({ SECRET_KEY: "hunter2" })).not.toThrow(/hunter2/);
    expect(() => parseEnv({ DATABASE_URL: "mysql://me:hunter2@host/x", SECRET_KEY: KEY })).not.toThrow(
      /hunter2/,
    );
  });
});

test.each<[string, Record<string, string>, unknown]>([
  ["nothing", {}, null],
  ["an address alone", { OPENAI_BASE_URL: "http://localhost:11434/v1" }, null],
  ["a name alone", { OPENAI_MODEL: "tiny" }, null],
  ["a key alone", { OPENAI_API_KEY: "k" }, { apiKey: "k", baseUrl: undefined, model: "gpt-4.1-mini" }],
  [
    "address and name, without a key",
    { OPENAI_BASE_URL: "http://localhost:11434/v1", OPENAI_MODEL: "tiny" },
    { apiKey: undefined, baseUrl: "http://localhost:11434/v1", model: "tiny" },
  ],
])("a model is set by a key, or by address and name: %s", (_name, source, model) => {
  expect(parseEnv(source).ai.model).toEqual(model);
});

test(".env.example names every variable, and copied as it is changes nothing", () => {
  const example = readFileSync(".env.example", "utf8");
  expect(parseEnv({ ...parseEnvFile(example) })).toEqual(parseEnv({}));
  const named = [...example.matchAll(/^# ?([A-Z_]+)=|^([A-Z_]+)=/gm)].map((match) => match[1] ?? match[2]);
  const read = [...readFileSync("lib/env.ts", "utf8").matchAll(/^ {2}([A-Z_]+): /gm)].map(
    (match) => match[1],
  );
  // These are the launcher's and the machine's to set; some are read by docker-compose.yml.
  const unsettable = ["NODE_ENV", "PATH"];
  const compose = ["DOCKER_TRUST_PROXY", "PGADMIN_EMAIL", "PGADMIN_PASSWORD", "POSTGRES_PASSWORD"];
  const expected = [...read.filter((name) => name !== undefined && !unsettable.includes(name)), ...compose];
  expect(named.sort()).toEqual(expected.sort());
});
