import type { RateLimiter } from "@/lib/access/rate-limiter";
import type { Findings } from "@/lib/assistant/findings/ports";
import type { Assistant } from "@/lib/assistant/runs/assistant";
import type { Keys } from "@/lib/auth/keys";
import type { Passwords } from "@/lib/auth/password";
import type { SessionRepository, UserRepository } from "@/lib/auth/ports";
import type { Verifier } from "@/lib/auth/verify";
import type { LiveFeatures } from "@/lib/collab/live-features";
import type { LiveEngine } from "@/lib/collab/types";
import type { Env } from "@/lib/env";
import type { EditingSessionWriter } from "@/lib/files/editing-session-writer";
import type { EditingSessionRepository, FileRepository } from "@/lib/files/ports";
import type { History } from "@/lib/history/history";
import type { Logger } from "@/lib/logger";
import type { Metrics } from "@/lib/metrics/metrics";
import type { InviteRepository, MemberRepository } from "@/lib/sharing/ports";
import type { Turns } from "@/lib/sharing/turns";

/**
 * Everything the process holds once. Made by lib/create-container.ts at boot, reached by route handlers and pages
 * through `getContainer`: Next bundles each of them apart, so a module-level singleton would not be shared.
 */
export interface Container {
  env: Env;
  logger: Logger;
  keys: Keys;
  verifier: Verifier;
  users: UserRepository;
  passwords: Passwords;
  sessions: SessionRepository;
  files: FileRepository;
  editingSessions: EditingSessionRepository;
  editingSessionWriter: EditingSessionWriter;
  members: MemberRepository;
  invites: InviteRepository;
  turns: Turns;
  engine: LiveEngine;
  history: History;
  /** Where the features of a file register what they tell newcomers, and what they answer. */
  features: LiveFeatures;
  findings: Findings;
  assistant: Assistant;
  rateLimiter: RateLimiter;
  metrics: Metrics;
  /** Whether the database answers, within a second. */
  databaseAnswers(): Promise<boolean>;
  /** Whether Redis takes writes; undefined where none is set. */
  redisAnswers: (() => Promise<boolean>) | undefined;
  /** Set once the process is asked to stop: readiness says no from then on. */
  stopping: boolean;
}

const KEY: unique symbol = Symbol.for("tandem.container");
const holder: typeof globalThis & { [KEY]?: Container } = globalThis;

export function setContainer(container: Container | undefined): void {
  if (container === undefined) delete holder[KEY];
  else holder[KEY] = container;
}

/** Throws when the server has not been booted (for instance inside `next build`). */
export function getContainer(): Container {
  const container = holder[KEY];
  if (container === undefined) throw new Error("The container is used before the server was booted.");
  return container;
}
