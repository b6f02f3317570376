import { and, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { LEASE_MS, LOST_MESSAGE, RUNS_KEPT } from "@/lib/assistant/runs/bounds";
import type { LostRun, NewRun, RunEnd, RunRepository } from "@/lib/assistant/runs/ports";
import { type AssistRun, askedSelectionSchema, assistRunSchema } from "@/lib/contracts/assist";
import { AppError } from "@/lib/errors";
import type { Database, Drizzle } from "../database";
import { assistCosts, assistRuns, assistSwitches, users } from "../schema";
import { whyNot } from "./assist-quotas";
import { lockFile, lockHead } from "./locks";
import { requireRight } from "./members";

const leaseFromNow = sql`clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`;
const isLost = sql`${assistRuns.status} = 'running' and ${assistRuns.leaseUntil} < clock_timestamp()`;
const isRunning = eq(assistRuns.status, "running");
/** Runs begin one after the other, in all files and processes: so that no two pass a limit at once. */
const BEGIN_LOCK = 7_011_962;

export function createRunRepository(database: Database): RunRepository {
  return {
    begin: (run, tokens, limits) =>
      database.db.transaction(async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(${BEGIN_LOCK})`);
        await requireRight(tx, run.fileId, run.userId, "assist:ask");
        const refusal = await whyNot(tx, run, tokens, limits);
        if (refusal !== null) return refusal;
        const begun = await insertRun(tx, { ...run, status: "running", leaseUntil: leaseFromNow });
        const { fileId, userId } = run;
        await tx.insert(assistCosts).values({ runId: begun.id, fileId, userId, tokens });
        return begun;
      }),
    replay: (run, { usage, findingIds, ...end }) =>
      database.db.transaction(async (tx) => {
        await requireRight(tx, run.fileId, run.userId, "assist:ask");
        return insertRun(tx, { ...run, ...end, ...usageColumns(usage), findingIds: [...findingIds] });
      }),
    async findAnswered(fileId, key) {
      const answered = and(
        eq(assistRuns.fileId, fileId),
        eq(assistRuns.key, key),
        eq(assistRuns.status, "done"),
        sql`${assistRuns.detail} is null`,
      );
      const [run] = await runRows(database.db).where(answered).orderBy(desc(assistRuns.id)).limit(1);
      return run === undefined ? null : toRun(run);
    },
    async save(runId, text, findingIds) {
      const [saved] = await database.db
        .update(assistRuns)
        .set({ text, findingIds: [...findingIds], leaseUntil: leaseFromNow })
        .where(and(eq(assistRuns.id, runId), isRunning))
        .returning({ stopBy: assistRuns.stopRequestedBy });
      return saved ?? null;
    },
    async stopsAmong(runIds) {
      const asked = await database.db
        .select({ id: assistRuns.id, stopBy: assistRuns.stopRequestedBy })
        .from(assistRuns)
        .where(and(inArray(assistRuns.id, [...runIds]), isNotNull(assistRuns.stopRequestedBy)));
      return asked.flatMap(({ id, stopBy }) => (stopBy === null ? [] : [{ id, stopBy }]));
    },
    end: (runId, { usage, findingIds, ...end }, tokens) =>
      database.db.transaction(async (tx) => {
        const ended = await tx
          .update(assistRuns)
          .set({ ...end, ...usageColumns(usage), findingIds: [...findingIds], leaseUntil: null })
          .where(and(eq(assistRuns.id, runId), isRunning))
          .returning({ id: assistRuns.id });
        // Also of a run whose file was deleted meanwhile: it was paid for.
        await tx.update(assistCosts).set({ tokens }).where(eq(assistCosts.runId, runId));
        return ended.length > 0;
      }),
    async requestStop(fileId, runId, by) {
      const asked = await database.db
        .update(assistRuns)
        .set({ stopRequestedBy: sql`coalesce(${assistRuns.stopRequestedBy}, ${by})` })
        .where(and(eq(assistRuns.id, runId), eq(assistRuns.fileId, fileId), isRunning))
        .returning({ id: assistRuns.id });
      return asked.length > 0;
    },
    endLost: () => endLost(database.db),
    async list(fileId) {
      const newest = await runRows(database.db)
        .where(eq(assistRuns.fileId, fileId))
        .orderBy(desc(assistRuns.id))
        .limit(RUNS_KEPT);
      return newest.reverse().map(toRun);
    },
    async isEnabled(fileId) {
      const [set] = await database.db
        .select({ enabled: assistSwitches.enabled })
        .from(assistSwitches)
        .where(eq(assistSwitches.fileId, fileId));
      return set?.enabled ?? true;
    },
    setEnabled: (fileId, by, enabled) =>
      database.db.transaction(async (tx) => {
        await lockHead(tx, fileId);
        await lockFile(tx, fileId);
        await requireRight(tx, fileId, by, "assist:switch");
        await tx
          .insert(assistSwitches)
          .values({ fileId, enabled })
          .onConflictDoUpdate({ target: assistSwitches.fileId, set: { enabled } });
      }),
  };
}

function endLost(db: Drizzle): Promise<LostRun[]> {
  return db
    .update(assistRuns)
    .set({ status: "failed", detail: LOST_MESSAGE, leaseUntil: null })
    .where(isLost)
    .returning({ id: assistRuns.id, fileId: assistRuns.fileId });
}

type RunColumns = typeof assistRuns.$inferInsert;
type Insert = Omit<NewRun, "read"> & { read: NewRun["read"] } & Pick<RunColumns, "status"> & {
    [Column in keyof RunColumns]?: RunColumns[Column] | ReturnType<typeof sql>;
  };

/** Inserts a run, and drops what is older than the chat goes back. */
async function insertRun(tx: Drizzle, values: Insert): Promise<AssistRun> {
  const [made] = await tx.insert(assistRuns).values(values).returning({ id: assistRuns.id });
  if (made === undefined) throw new Error("an insert returned no row");
  await tx.execute(sql`
    delete from assist_runs where file_id = ${values.fileId} and status <> 'running' and id <= (
      select id from assist_runs where file_id = ${values.fileId} order by id desc offset ${RUNS_KEPT} limit 1
    )`);
  const [run] = await runRows(tx).where(eq(assistRuns.id, made.id));
  if (run === undefined) throw new AppError("internal", "a run of this transaction is missing");
  return toRun(run);
}

const usageColumns = (usage: RunEnd["usage"]) => ({
  inputTokens: usage?.input_tokens ?? null,
  outputTokens: usage?.output_tokens ?? null,
  usageEstimated: usage?.estimated ?? false,
});

const runRows = (db: Drizzle) =>
  db
    .select({
      id: assistRuns.id,
      action: assistRuns.action,
      question: assistRuns.question,
      selection: assistRuns.selection,
      userId: assistRuns.userId,
      username: users.username,
      startedAt: assistRuns.startedAt,
      model: assistRuns.model,
      read: assistRuns.read,
      status: assistRuns.status,
      text: assistRuns.text,
      findingIds: assistRuns.findingIds,
      inputTokens: assistRuns.inputTokens,
      outputTokens: assistRuns.outputTokens,
      usageEstimated: assistRuns.usageEstimated,
      detail: assistRuns.detail,
      /** Its process has died, and nobody has said so yet. */
      lost: sql<boolean>`${isLost}`,
    })
    .from(assistRuns)
    .innerJoin(users, eq(users.id, assistRuns.userId))
    .$dynamic();

type RunRow = Awaited<ReturnType<typeof runRows>>[number];
const readSchema = assistRunSchema.shape.read;
const idsSchema = z.array(z.number().int());

function toRun(row: RunRow): AssistRun {
  const { inputTokens, outputTokens, usageEstimated, lost } = row;
  return {
    id: row.id,
    action: row.action,
    question: row.question,
    selection: askedSelectionSchema.nullable().parse(row.selection),
    by: { id: row.userId, name: row.username },
    started_at: row.startedAt.toISOString(),
    model: row.model,
    read: readSchema.parse(row.read),
    status: lost ? "failed" : row.status,
    text: row.text,
    finding_ids: idsSchema.parse(row.findingIds),
    usage:
      inputTokens === null || outputTokens === null
        ? null
        : { input_tokens: inputTokens, output_tokens: outputTokens, estimated: usageEstimated },
    detail: lost ? LOST_MESSAGE : row.detail,
  };
}
