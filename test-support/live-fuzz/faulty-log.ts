import type { AppendEntry, AppendResult, DocumentLog } from "@/lib/collab/document-log";
import { AppError } from "@/lib/errors";
import { delay } from "./virtual-time";

/** What the database does to its callers; changed while a schedule runs. */
export interface Weather {
  away: boolean;
  /** Chances that a commit fails before it is stored, and after. */
  failsBefore: number;
  failsAfter: number;
  /** Longest answer, in milliseconds. */
  slowest: number;
}

/** One process's view of the database. */
export interface FaultyLog {
  log: DocumentLog;
  /** The process is gone: what is under way is stored or not, and nothing is answered any more. */
  kill(): void;
}

export interface Faults {
  weather: Weather;
  random: () => number;
  stored(entries: readonly AppendEntry[], results: readonly AppendResult[]): void;
  /** Answers an append before it is stored: what an engine would be that relays before it commits. */
  answersEarly: boolean;
}

const away = () => new AppError("unavailable", "The database cannot be reached.");
const never = () => new Promise<never>(() => undefined);

export function faultyLog(inner: DocumentLog, faults: Faults): FaultyLog {
  const { weather, random } = faults;
  let dead = false;
  const road = async () => {
    await delay(random() * weather.slowest);
    if (dead) await never();
    if (weather.away) throw away();
  };
  const back = async () => {
    await delay(random() * weather.slowest * 0.5);
    if (dead) await never();
  };
  const store = async (entries: readonly AppendEntry[]) => {
    const results = await inner.append(entries);
    faults.stored(entries, results);
    return results;
  };
  const append = async (entries: readonly AppendEntry[]): Promise<AppendResult[]> => {
    await delay(random() * weather.slowest);
    if (dead) return never();
    if (weather.away || random() < weather.failsBefore) throw random() < 0.5 ? away() : new Error("broken");
    const results = await store(entries);
    await back();
    if (random() < weather.failsAfter) throw random() < 0.5 ? away() : new Error("the answer was lost");
    return results;
  };
  const early = async (entries: readonly AppendEntry[]): Promise<AppendResult[]> => {
    const heads = new Map<number, number>();
    for (const { fileId } of entries) heads.set(fileId, (await inner.head(fileId))?.headSeq ?? 0);
    void delay(random() * weather.slowest).then(() => (dead ? undefined : store(entries)));
    return entries.map(({ fileId }) => {
      const seq = (heads.get(fileId) ?? 0) + 1;
      heads.set(fileId, seq);
      return { status: "stored", seq };
    });
  };
  return {
    log: {
      append: faults.answersEarly ? early : append,
      async load(fileId, upTo) {
        await road();
        const loaded = await inner.load(fileId, upTo);
        await back();
        return loaded;
      },
      async rowsAfter(fileId, seq) {
        await road();
        const rows = await inner.rowsAfter(fileId, seq);
        await back();
        return rows;
      },
      async head(fileId) {
        await road();
        return inner.head(fileId);
      },
      async heads(fileIds) {
        await road();
        return inner.heads(fileIds);
      },
      async saveSnapshot(snapshot) {
        await road();
        await inner.saveSnapshot(snapshot);
      },
      async claimClients(fileId, userId, ids) {
        await road();
        const owners = await inner.claimClients(fileId, userId, ids);
        await back();
        return owners;
      },
    },
    kill() {
      dead = true;
    },
  };
}
