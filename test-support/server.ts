import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { emptyDataDir, newDataDir } from "./data-dir";

export interface TestServer {
  /** Origin without a trailing slash, such as `http://127.0.0.1:40123`. */
  url: string;
  port: number;
  dataDir: string;
  /** Everything the process printed so far. */
  output(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: as a power cut for the process. */
  kill(): Promise<void>;
  /** SIGSTOP: it stands still, and its connections stay as they are. */
  freeze(): void;
  thaw(): void;
  /** Sets the wall clock of a process with `settableClock`: so many milliseconds ahead of the machine's, or behind it. */
  setClock(aheadMs: number): void;
}

export interface StartOptions {
  /** Kept over restarts when given; else a temporary folder that `stop` and `kill` remove. */
  dataDir?: string;
  env?: Record<string, string>;
  /** For `setClock`. */
  settableClock?: boolean;
}

const START_LIMIT_MS = 60_000;
const ENTRY = path.join(process.cwd(), "dist", "server.mjs");
/** Ends the server when the test run is gone, however that ended. */
const GUARD = pathToFileURL(path.join(process.cwd(), "scripts", "lib", "end-with-launcher.mjs")).href;
const CLOCK = pathToFileURL(path.join(process.cwd(), "test-support", "settable-clock.mjs")).href;

/** Starts the built server (`npm run build`) as its own process on a free port and waits until it listens. */
export async function startServer(options: StartOptions = {}): Promise<TestServer> {
  if (!existsSync(ENTRY)) throw new Error("dist/server.mjs is missing: run `npm run build` first");
  const dataDir = options.dataDir ?? (await (options.env?.DATABASE_URL ? emptyDataDir() : newDataDir()));
  // Without the source maps that `npm start` asks for: reading them is a sixth of a start.
  const child = spawn(process.execPath, [...imports(options), ENTRY], {
    // Explicit empty values: an `.env` in the folder must not change what a test measures.
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      REDIS_URL: "",
      PUBLIC_URL: "",
      SECRET_KEY: "",
      OPENAI_API_KEY: "",
      OPENAI_BASE_URL: "",
      OPENAI_MODEL: "",
      LOG_LEVEL: "info",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const lines: string[] = [];
  const port = await listeningPort(child, lines);
  const cleanUp = async () => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, "exit");
    }
    await cleanUp();
    return child.exitCode;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    output: () => lines.join("\n"),
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    setClock: (aheadMs) => void child.send({ clockAheadMs: aheadMs }),
  };
}

const imports = ({ settableClock = false }: StartOptions): string[] =>
  [GUARD, ...(settableClock ? [CLOCK] : [])].flatMap((file) => ["--import", file]);

function listeningPort(child: ChildProcess, lines: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the server did not listen in time:\n${lines.join("\n")}`));
    }, START_LIMIT_MS);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code} before it listened:\n${lines.join("\n")}`));
    });
    const read = (stream: NodeJS.ReadableStream | null) => {
      if (stream === null) return;
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        const match = /"port":(\d+).*"listening"/.exec(line);
        if (match === null) return;
        clearTimeout(timer);
        resolve(Number(match[1]));
      });
    };
    read(child.stdout);
    read(child.stderr);
  });
}
