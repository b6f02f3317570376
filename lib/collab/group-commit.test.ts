import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { createLogger } from "@/lib/logger";
import { ENGINE_BOUNDS } from "./bounds";
import type { AppendEntry, AppendResult, DocumentLog } from "./document-log";
import { type CommitSource, GroupCommit } from "./group-commit";
import { createLoadMeter } from "./load-meter";
import { createMemoryLog } from "./memory-log";

const commits: GroupCommit[] = [];
afterEach(() => {
  for (const commit of commits.splice(0)) commit.stop();
});

function commitOn(append: DocumentLog["append"], bounds: Partial<typeof ENGINE_BOUNDS> = {}) {
  const all = { ...ENGINE_BOUNDS, retryFirst: 1, retryMax: 4, ...bounds };
  const log = { ...createMemoryLog(), append };
  const commit = new GroupCommit(log, all, createLoadMeter(all, Date.now), createLogger("silent"));
  commits.push(commit);
  return commit;
}

const entry = (fileId: number): AppendEntry => ({
  fileId,
  userId: 1,
  update: Uint8Array.of(0, 0),
  clientIds: [],
});

/** A source that has one entry until it is stored. */
function source(fileId: number) {
  const told = { stored: 0, failed: 0, own: 0 };
  let waiting = true;
  const self: CommitSource & { told: typeof told } = {
    told,
    urgent: () => false,
    collect: () =>
      waiting
        ? {
            entries: [entry(fileId)],
            bytes: 2,
            settle: (results: AppendResult[]) => {
              waiting = false;
              told.stored += results.filter(({ status }) => status === "stored").length;
            },
            failed: (_error: unknown, own: boolean) => {
              told.failed += 1;
              if (own) told.own += 1;
            },
          }
        : null,
  };
  return self;
}

const stored = (entries: readonly AppendEntry[]): AppendResult[] =>
  entries.map((_, n) => ({ status: "stored", seq: n + 1 }));

test("one append is in flight at a time; what arrives meanwhile goes together in the next", async () => {
  const batches: number[][] = [];
  let open = 0;
  const commit = commitOn(async (entries) => {
    open += 1;
    expect(open).toBe(1);
    batches.push(entries.map(({ fileId }) => fileId));
    await new Promise((resolve) => setTimeout(resolve, 5));
    open -= 1;
    return stored(entries);
  });
  const sources = [1, 2, 3, 4].map(source);
  const [first, ...others] = sources;
  if (first !== undefined) commit.wake(first);
  await vi.waitFor(() => expect(batches).toHaveLength(1));
  for (const other of others) commit.wake(other);
  await commit.whenIdle();
  expect(batches).toEqual([[1], [2, 3, 4]]);
  expect(sources.map(({ told }) => told.stored)).toEqual([1, 1, 1, 1]);
});

test("a database that is away is tried again until it is back, and nobody is blamed", async () => {
  let failures = 5;
  const commit = commitOn(async (entries) => {
    if (failures-- > 0) throw new AppError("unavailable", "away");
    return stored(entries);
  });
  const one = source(1);
  const failing: CommitSource = {
    urgent: () => false,
    collect: () => {
      const work = one.collect();
      return work === null
        ? null
        : {
            ...work,
            failed: (error, own) => {
              work.failed(error, own);
              commit.wake(failing);
            },
          };
    },
  };
  commit.wake(failing);
  await vi.waitFor(() => expect(one.told.stored).toBe(1));
  expect(one.told).toMatchObject({ failed: 5, own: 0 });
});

test("a file whose entries always fail is found, and the others are stored", async () => {
  const commit = commitOn(async (entries) => {
    if (entries.some(({ fileId }) => fileId === 13)) throw new Error("this one cannot be stored");
    return stored(entries);
  });
  const sources = [11, 12, 13, 14].map((fileId) => {
    const inner = source(fileId);
    const outer: CommitSource & { told: typeof inner.told } = {
      ...inner,
      collect: () => {
        const work = inner.collect();
        if (work === null) return null;
        const failed = (error: unknown, own: boolean) => {
          work.failed(error, own);
          if (!own) commit.wake(outer);
        };
        return { ...work, failed };
      },
    };
    return outer;
  });
  for (const one of sources) commit.wake(one);
  await vi.waitFor(() => expect(sources.map(({ told }) => told.stored)).toEqual([1, 1, 0, 1]));
  await vi.waitFor(() => expect(sources[2]?.told.own).toBeGreaterThan(0));
});

test("a source that throws while it is settled does not leave the others unsettled", async () => {
  const commit = commitOn(async (entries) => stored(entries));
  const good = source(2);
  const bad: CommitSource = {
    urgent: () => false,
    collect: () => ({
      entries: [entry(1)],
      bytes: 2,
      settle: () => {
        throw new Error("a fault of ours");
      },
      failed: () => undefined,
    }),
  };
  commit.wake(bad);
  commit.wake(good);
  await vi.waitFor(() => expect(good.told.stored).toBe(1));
});

test("under load commits begin as far apart as the window is wide, however long each takes", async () => {
  vi.useFakeTimers();
  try {
    const begun: number[] = [];
    const bounds = { windowMax: 60, windowFromUpdatesPerSecond: 1 };
    const all = { ...ENGINE_BOUNDS, ...bounds };
    const append = async (entries: readonly AppendEntry[]) => {
      begun.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, 40));
      return stored(entries);
    };
    const meter = createLoadMeter(all, () => performance.now());
    meter.updates(1_000);
    const commit = new GroupCommit({ ...createMemoryLog(), append }, all, meter, createLogger("silent"));
    commits.push(commit);
    for (const fileId of [1, 2, 3]) {
      commit.wake(source(fileId));
      await vi.advanceTimersByTimeAsync(fileId === 1 ? 10 : 60);
    }
    await vi.runAllTimersAsync();
    const [first = 0, second = 0, third = 0] = begun;
    expect([second - first, third - second].map(Math.round)).toEqual([60, 60]);
  } finally {
    vi.useRealTimers();
  }
});

test("the window opens under load and is closed when it is quiet", () => {
  let time = 0;
  const meter = createLoadMeter(ENGINE_BOUNDS, () => time);
  expect(meter.window()).toBe(0);
  for (let n = 0; n < 1_000; n += 1) {
    time += 1;
    meter.updates(1);
  }
  expect(meter.window()).toBe(ENGINE_BOUNDS.windowMax);
  time += 10_000;
  expect(meter.window()).toBe(0);
});
