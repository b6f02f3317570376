import { and, count, eq, gt, lt, min, sql, sum } from "drizzle-orm";
import { DAY_SECONDS, HOUR_SECONDS } from "@/lib/assistant/runs/bounds";
import type { NewRun, RunLimits, RunRefusal } from "@/lib/assistant/runs/ports";
import type { Drizzle } from "../database";
import { assistCosts, assistRuns, assistSwitches, users } from "../schema";

const ago = (seconds: number) => sql`clock_timestamp() - ${seconds} * interval '1 second'`;
const MS = 1_000;

/** Why a run may not begin; null: it may. Only under the lock that lets one begin at a time. */
export async function whyNot(
  tx: Drizzle,
  run: NewRun,
  tokens: number,
  limits: RunLimits,
): Promise<RunRefusal | null> {
  const [set] = await tx
    .select({ enabled: assistSwitches.enabled })
    .from(assistSwitches)
    .where(eq(assistSwitches.fileId, run.fileId));
  if (set?.enabled === false) return { why: "off" };
  return (await whoIsAnswered(tx, run.fileId, limits)) ?? (await overQuota(tx, run, tokens, limits));
}

async function whoIsAnswered(
  tx: Drizzle,
  fileId: number,
  { maxConcurrent }: RunLimits,
): Promise<RunRefusal | null> {
  const running = await tx
    .select({ fileId: assistRuns.fileId, by: users.username })
    .from(assistRuns)
    .innerJoin(users, eq(users.id, assistRuns.userId))
    .where(eq(assistRuns.status, "running"));
  const here = running.find((one) => one.fileId === fileId);
  if (here !== undefined) return { why: "busy", by: here.by };
  return running.length >= maxConcurrent ? { why: "server", running: running.length } : null;
}

async function overQuota(
  tx: Drizzle,
  { userId, fileId }: NewRun,
  tokens: number,
  limits: RunLimits,
): Promise<RunRefusal | null> {
  await tx.delete(assistCosts).where(lt(assistCosts.startedAt, ago(DAY_SECONDS)));
  const asked = (who: ReturnType<typeof eq>) =>
    tx
      .select({ runs: count(), oldest: min(assistCosts.startedAt) })
      .from(assistCosts)
      .where(and(who, gt(assistCosts.startedAt, ago(HOUR_SECONDS))));
  const [person] = await asked(eq(assistCosts.userId, userId));
  if (limits.perPersonAndHour !== null && (person?.runs ?? 0) >= limits.perPersonAndHour)
    return { why: "person", retryAfterSeconds: secondsUntil(person?.oldest, HOUR_SECONDS) };
  const [file] = await asked(eq(assistCosts.fileId, fileId));
  if (limits.perFileAndHour !== null && (file?.runs ?? 0) >= limits.perFileAndHour)
    return { why: "file", retryAfterSeconds: secondsUntil(file?.oldest, HOUR_SECONDS) };
  const [day] = await tx
    .select({ tokens: sum(assistCosts.tokens).mapWith(Number), oldest: min(assistCosts.startedAt) })
    .from(assistCosts);
  if ((day?.tokens ?? 0) + tokens > limits.dailyTokens)
    return { why: "tokens", retryAfterSeconds: secondsUntil(day?.oldest, DAY_SECONDS) };
  return null;
}

/** Whole seconds until what began then is `age` seconds old; 1 or more. */
function secondsUntil(began: Date | null | undefined, age: number): number {
  const passed = (Date.now() - (began ?? new Date()).getTime()) / MS;
  return Math.max(1, Math.ceil(age - passed));
}
