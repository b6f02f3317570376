import { setTimeout as sleep } from "node:timers/promises";
import { call } from "./api";
import type { Part } from "./drawn-faults";

/** Asks a server again and again whether it is ready, and holds the answers against what is known of its parts. */
export interface ReadinessWatch {
  /** How many answers could be judged: nothing had changed for a while, nor did until the answer. */
  judged: Record<"ready" | "degraded" | "unavailable", number>;
  /** Answers that were wrong or late. */
  untrue: readonly string[];
  stop(): Promise<void>;
}

export interface Watched {
  name: string;
  url(): string;
  server: Part;
  postgres: Part;
  redis: Part;
}

const ASK_EVERY_MS = 250;
/** So long after a change a server may still be finding out. */
const KNOWN_AFTER_MS = 2_500;
/** CONTRACT 2: within a second; what a busy machine may add to it. */
const SAID_WITHIN_MS = 1_500;

export function watchReadiness(watched: readonly Watched[]): ReadinessWatch {
  const judged = { ready: 0, degraded: 0, unavailable: 0 };
  const untrue: string[] = [];
  let stopped = false;
  const ask = async (one: Watched) => {
    const parts = [one.server, one.postgres, one.redis];
    const isKnown = (at: number) =>
      parts.every(({ state, since }) => state !== "changing" && since < at - KNOWN_AFTER_MS);
    const asked = performance.now();
    if (one.server.state !== "well" || !isKnown(asked)) return;
    const expected = expectedOf(one);
    const { status, body } = await call(one.url(), "GET", "/health/ready").catch((error: unknown) => ({
      status: 0,
      body: String(error),
    }));
    const took = performance.now() - asked;
    if (!isKnown(asked)) return; // something changed meanwhile
    judged[expected] += 1;
    const answer = said(status, body);
    if (answer === expected && took < SAID_WITHIN_MS) return;
    untrue.push(
      `${one.name} said ${answer} for ${expected} after ${took.toFixed()} ms: ${JSON.stringify(body)}`,
    );
  };
  const watching = watched.map(async (one) => {
    while (!stopped) {
      await ask(one);
      await sleep(ASK_EVERY_MS);
    }
  });
  return {
    judged,
    untrue,
    async stop() {
      stopped = true;
      await Promise.all(watching);
    },
  };
}

const expectedOf = ({ postgres, redis }: Watched): keyof ReadinessWatch["judged"] => {
  if (postgres.state === "away") return "unavailable";
  return redis.state === "away" ? "degraded" : "ready";
};

function said(status: number, body: unknown): string {
  const words = JSON.stringify(body);
  if (status === 503 && words.includes("database")) return "unavailable";
  if (status === 200 && words === '{"status":"ready","degraded":["redis"]}') return "degraded";
  return status === 200 && words === '{"status":"ready"}' ? "ready" : String(status);
}
