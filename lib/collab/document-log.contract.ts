import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "@/lib/contracts/roles";
import { seededRandom, testSeed } from "@/test-support/random";
import type { AppendEntry, AppendResult, DocumentLog } from "./document-log";
import { createMemoryLog } from "./memory-log";

/** A document log with what its tests need around it. */
export interface LogUnderTest {
  log: DocumentLog;
  /** The same data by another connection, where there are several. */
  other: DocumentLog;
  createUser(): Promise<number>;
  /** An empty file. */
  createFile(ownerId: number): Promise<number>;
  deleteFile(fileId: number): Promise<void>;
  /** Null: no member any more. */
  setRole(fileId: number, userId: number, role: Exclude<Role, "owner"> | null): Promise<void>;
  /** Changes name or language once. */
  touchMeta(fileId: number): Promise<void>;
  close(): Promise<void>;
}

export const bytes = (...values: number[]) => Uint8Array.from(values);
export const statuses = (results: readonly AppendResult[]) => results.map(({ status }) => status);
export const numbers = (results: readonly AppendResult[]) =>
  results.map((result) => (result.status === "stored" ? result.seq : null));
const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

/** Largest whole number that both sides can name; Yjs itself makes ids below 2^32. */
const CLIENT_ID_MAX = Number.MAX_SAFE_INTEGER;
const NO_FILE = 2_000_000_000;
const RANDOM_BATCHES = 60;

/** What every document log promises (document-log.ts); the numbers are those of SPEC.md. */
export function describeDocumentLog(name: string, open: () => Promise<LogUnderTest>): void {
  describe(`document log: ${name}`, () => {
    let base: LogUnderTest;
    let log: DocumentLog;
    let owner: number;
    let friend: number;
    let viewer: number;
    let stranger: number;
    let fileId: number;

    const entry = (userId: number, update: Uint8Array, more: Partial<AppendEntry> = {}): AppendEntry => ({
      fileId,
      userId,
      update,
      clientIds: [],
      ...more,
    });
    const headOf = async (file = fileId) => (await log.head(file))?.headSeq;
    const rowsOf = async (file = fileId) =>
      (await log.load(file))?.rows.map(({ seq, userId, update }) => [seq, userId, [...update]]);

    beforeAll(async () => {
      base = await open();
      log = base.log;
      [owner, friend, viewer, stranger] = [
        await base.createUser(),
        await base.createUser(),
        await base.createUser(),
        await base.createUser(),
      ];
    });
    afterAll(() => base.close());
    beforeEach(async () => {
      fileId = await base.createFile(owner);
      await base.setRole(fileId, friend, "collaborator");
      await base.setRole(fileId, viewer, "viewer");
    });

    test("I3: an empty batch stores nothing", async () => {
      expect(await log.append([])).toEqual([]);
      expect(await headOf()).toBe(0);
    });

    test("I3: two authors of one file in one batch are numbered in order, bytes as given", async () => {
      const results = await log.append([
        entry(owner, bytes(1, 0, 255), { clientIds: [11] }),
        entry(friend, bytes(), { clientIds: [22] }),
        entry(owner, bytes(3), { clientIds: [11] }),
      ]);
      expect(numbers(results)).toEqual([1, 2, 3]);
      expect(await headOf()).toBe(3);
      expect(await rowsOf()).toEqual([
        [1, owner, [1, 0, 255]],
        [2, friend, []],
        [3, owner, [3]],
      ]);
    });

    test("I3: each file of a batch has its own sequence", async () => {
      const second = await base.createFile(owner);
      const order = [fileId, second, second, fileId, second];
      const results = await log.append(order.map((file, n) => entry(owner, bytes(n), { fileId: file })));
      expect(numbers(results)).toEqual([1, 1, 2, 2, 3]);
      expect(await rowsOf(second)).toEqual([
        [1, owner, [1]],
        [2, owner, [2]],
        [3, owner, [4]],
      ]);
    });

    test("I3: entries that may not be stored are left out and answered, and the numbers stay dense", async () => {
      const gone = await base.createFile(owner);
      await base.deleteFile(gone);
      await log.append([entry(owner, bytes(9), { clientIds: [7] })]);
      const results = await log.append([
        entry(owner, bytes(1)),
        entry(viewer, bytes(2), { clientIds: [33] }),
        entry(stranger, bytes(3), { clientIds: [44] }),
        entry(owner, bytes(4), { fileId: gone, clientIds: [55] }),
        entry(friend, bytes(5), { clientIds: [8, 7] }),
        entry(owner, bytes(6), { expect: { version: 1, metaVersion: 1 } }),
        entry(friend, bytes(7), { clientIds: [8] }),
        entry(owner, bytes(8), { fileId: NO_FILE }),
      ]);
      expect(results).toEqual([
        { status: "stored", seq: 2 },
        { status: "not-editor" },
        { status: "not-member" },
        { status: "no-file" },
        { status: "foreign-client" },
        { status: "stale" },
        { status: "stored", seq: 3 },
        { status: "no-file" },
      ]);
      expect(await headOf()).toBe(3);
      expect(await rowsOf()).toEqual([
        [1, owner, [9]],
        [2, owner, [1]],
        [3, friend, [7]],
      ]);
    });

    test("I3: a thousand entries of three files in one batch", async () => {
      const files = [fileId, await base.createFile(owner), await base.createFile(owner)];
      const entries = Array.from({ length: 1_000 }, (_, n) =>
        entry(owner, bytes(n % 256, n >> 8), { fileId: files[n % 3] ?? fileId, clientIds: [n % 50] }),
      );
      const results = await log.append(entries);
      expect(numbers(results)).toEqual(entries.map((_, n) => Math.floor(n / 3) + 1));
      const rows = await rowsOf();
      expect(rows?.map(([seq]) => seq)).toEqual(upTo(334));
      expect(rows?.at(-1)).toEqual([334, owner, [999 % 256, 999 >> 8]]);
    });

    test("I3: `expect` refuses when the text or the name moved, and stores when neither did", async () => {
      const at = async (version: number, metaVersion: number) =>
        statuses(await log.append([entry(owner, bytes(1), { expect: { version, metaVersion } })]))[0];
      expect(await at(1, 1)).toBe("stale");
      expect(await at(0, 1)).toBe("stored");
      expect(await at(0, 1)).toBe("stale");
      await base.touchMeta(fileId);
      expect(await at(1, 1)).toBe("stale");
      expect(await at(1, 2)).toBe("stored");
    });

    test("I3: an entry that expects something later in the batch counts what was stored before it", async () => {
      const second = await base.createFile(owner);
      const expecting = (version: number, more: Partial<AppendEntry> = {}) =>
        entry(friend, bytes(version), { expect: { version, metaVersion: 1 }, ...more });
      const results = await log.append([
        entry(viewer, bytes(1)),
        expecting(0),
        entry(owner, bytes(2), { fileId: second }),
        expecting(0),
        expecting(1),
        entry(owner, bytes(3)),
        expecting(3),
        expecting(3),
      ]);
      expect(statuses(results)).toEqual([
        "not-editor",
        "stored",
        "stored",
        "stale",
        "stored",
        "stored",
        "stored",
        "stale",
      ]);
      expect(numbers(results).filter((seq) => seq !== null)).toEqual([1, 1, 2, 3, 4]);
    });

    test("I8: a refused entry claims no client id, whatever it was refused for", async () => {
      await log.claimClients(fileId, owner, [1]);
      const results = await log.append([
        entry(viewer, bytes(1), { clientIds: [50] }),
        entry(stranger, bytes(1), { clientIds: [51] }),
        entry(friend, bytes(1), { clientIds: [52, 1] }),
        entry(friend, bytes(1), { clientIds: [53], expect: { version: 9, metaVersion: 1 } }),
        entry(friend, bytes(1), { clientIds: [54, 54] }),
        entry(friend, bytes(1), { clientIds: [54], expect: { version: 9, metaVersion: 1 } }),
      ]);
      expect(statuses(results)).toEqual([
        "not-editor",
        "not-member",
        "foreign-client",
        "stale",
        "stored",
        "stale",
      ]);
      expect(await log.claimClients(fileId, owner, [50, 51, 52, 53, 54])).toEqual(
        new Map([
          [50, owner],
          [51, owner],
          [52, owner],
          [53, owner],
          [54, friend],
        ]),
      );
    });

    test("I8: of two accounts that show one client id first, the earlier keeps it", async () => {
      const results = await log.append([
        entry(owner, bytes(1), { clientIds: [60] }),
        entry(friend, bytes(2), { clientIds: [60] }),
      ]);
      expect(statuses(results)).toEqual(["stored", "foreign-client"]);
      expect(await log.claimClients(fileId, friend, [61, 60, 61])).toEqual(
        new Map([
          [60, owner],
          [61, friend],
        ]),
      );
      expect(await log.claimClients(fileId, viewer, [63])).toEqual(new Map([[63, viewer]]));
      expect(statuses(await log.append([entry(friend, bytes(1), { clientIds: [63] })]))).toEqual([
        "foreign-client",
      ]);
      expect(await log.claimClients(fileId, stranger, [62])).toBeNull();
      expect(await log.claimClients(NO_FILE, owner, [62])).toBeNull();
      expect(await log.claimClients(fileId, owner, [])).toEqual(new Map());
    });

    test("I8: a client id belongs to its account in one file only, and may have any size", async () => {
      const second = await base.createFile(owner);
      await base.setRole(second, friend, "collaborator");
      const ids = [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, CLIENT_ID_MAX];
      const results = await log.append([
        entry(owner, bytes(1), { clientIds: ids }),
        entry(friend, bytes(1), { clientIds: ids, fileId: second }),
      ]);
      expect(statuses(results)).toEqual(["stored", "stored"]);
      expect(await log.claimClients(fileId, friend, ids)).toEqual(new Map(ids.map((id) => [id, owner])));
      for (const id of ids) {
        const refused = await log.append([entry(owner, bytes(1), { clientIds: [id], fileId: second })]);
        expect(statuses(refused)).toEqual(["foreign-client"]);
      }
    });

    test("I3: opposite file orders at the same time end, with both files dense", async () => {
      const second = await base.createFile(owner);
      const rounds = 40;
      const run = async (by: DocumentLog, files: number[]) => {
        for (let n = 0; n < rounds; n += 1) {
          const results = await by.append(files.map((file) => entry(owner, bytes(n), { fileId: file })));
          expect(statuses(results)).toEqual(["stored", "stored"]);
        }
      };
      await Promise.all([run(log, [fileId, second]), run(base.other, [second, fileId])]);
      for (const file of [fileId, second]) {
        expect((await log.load(file))?.rows.map((row) => row.seq)).toEqual(upTo(rounds * 2));
      }
    });

    test("I3: many appends at once leave no gap, no double and lose nothing", async () => {
      const all = await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          (n % 2 === 0 ? log : base.other).append([
            entry(owner, bytes(n, 1), { clientIds: [100] }),
            entry(friend, bytes(n, 2), { clientIds: [200] }),
          ]),
        ),
      );
      const given = all.flatMap(numbers).sort((a, b) => Number(a) - Number(b));
      expect(given).toEqual(upTo(120));
      const stored = (await log.load(fileId))?.rows.map((row) => [...row.update].join());
      expect(new Set(stored).size).toBe(120);
    });

    test("I8: many claims of the same ids in opposite orders end, and everybody hears the same owners", async () => {
      const ids = upTo(40);
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          (n % 2 === 0 ? log : base.other).claimClients(
            fileId,
            n % 3 === 0 ? owner : friend,
            n % 2 === 0 ? ids : ids.toReversed(),
          ),
        ),
      );
      const final = await log.claimClients(fileId, viewer, ids);
      for (const answer of answers) expect(new Map(answer)).toEqual(final);
    });

    test("I3: the rows after a number, also behind a snapshot; none for a file that is gone", async () => {
      await log.append([1, 2, 3, 4].map((n) => entry(owner, bytes(n, 0), { clientIds: [n] })));
      await log.saveSnapshot({ fileId, seq: 3, state: bytes(9), text: "" });
      const rowsAfter = async (seq: number) =>
        (await log.rowsAfter(fileId, seq))?.map((row) => [row.seq, row.userId, [...row.update]]);
      expect(await rowsAfter(2)).toEqual([
        [3, owner, [3, 0]],
        [4, owner, [4, 0]],
      ]);
      expect((await rowsAfter(0))?.map(([seq]) => seq)).toEqual(upTo(4));
      expect(await rowsAfter(4)).toEqual([]);
      expect(await rowsAfter(99)).toEqual([]);
      const empty = await base.createFile(owner);
      expect(await log.rowsAfter(empty, 0)).toEqual([]);
      expect(await log.rowsAfter(NO_FILE, 0)).toBeNull();
    });

    test("I3: the heads of many files at once, without those that are gone", async () => {
      const [empty, gone] = [await base.createFile(owner), await base.createFile(owner)];
      await log.append([entry(owner, bytes(1)), entry(owner, bytes(2))]);
      await base.deleteFile(gone);
      const heads = await log.heads([fileId, empty, gone, NO_FILE]);
      expect([...heads].map(([id, { headSeq }]) => [id, headSeq]).sort()).toEqual(
        [
          [fileId, 2],
          [empty, 0],
        ].sort(),
      );
      expect(heads.get(fileId)).toEqual(await log.head(fileId));
      expect(await log.heads([])).toEqual(new Map());
    });

    test("I5: the newest snapshot and the rows after it; an older one never replaces it; no row is dropped", async () => {
      for (let n = 1; n <= 6; n += 1) await log.append([entry(owner, bytes(n))]);
      await log.saveSnapshot({ fileId, seq: 4, state: bytes(44), text: "four" });
      await log.saveSnapshot({ fileId, seq: 2, state: bytes(22), text: "two" });
      await log.saveSnapshot({ fileId, seq: 4, state: bytes(45), text: "four again" });
      const loaded = await log.load(fileId);
      expect(loaded?.snapshot).toEqual({ seq: 4, state: bytes(44) });
      expect(loaded?.headSeq).toBe(6);
      expect(loaded?.rows.map((row) => row.seq)).toEqual([5, 6]);
      const earlier = await log.load(fileId, 3);
      expect(earlier?.snapshot).toEqual({ seq: 2, state: bytes(22) });
      expect(earlier?.rows.map((row) => row.seq)).toEqual([3]);
      expect((await log.load(fileId, 1))?.rows.map((row) => row.seq)).toEqual([1]);
      expect((await log.load(fileId, 99))?.rows.map((row) => row.seq)).toEqual([5, 6]);
      for (let n = 7; n <= 20; n += 1) {
        await log.append([entry(owner, bytes(n))]);
        await log.saveSnapshot({ fileId, seq: n, state: bytes(n), text: String(n) });
      }
      const past = await log.load(fileId, 9);
      const from = past?.snapshot?.seq ?? 0;
      expect(past?.rows.map((row) => row.seq)).toEqual(upTo(9).filter((seq) => seq > from));
    });

    test("a file that is not there has no log", async () => {
      expect(await log.load(NO_FILE)).toBeNull();
      expect(await log.head(NO_FILE)).toBeNull();
      await log.saveSnapshot({ fileId: NO_FILE, seq: 1, state: bytes(1), text: "" });
      await log.append([entry(owner, bytes(1))]);
      await base.deleteFile(fileId);
      expect(await log.load(fileId)).toBeNull();
      expect(await log.head(fileId)).toBeNull();
      expect(await log.claimClients(fileId, owner, [1])).toBeNull();
      await log.saveSnapshot({ fileId, seq: 1, state: bytes(1), text: "" });
    });

    test("I3, I8: random batches are answered as the model in memory answers them", async () => {
      const seed = testSeed();
      const random = seededRandom(seed);
      const pick = <T>(from: readonly T[]): T => {
        const chosen = from[Math.floor(random() * from.length)];
        if (chosen === undefined) throw new Error("nothing to pick from");
        return chosen;
      };
      const model = createMemoryLog();
      const files = [
        await base.createFile(owner),
        await base.createFile(owner),
        await base.createFile(owner),
      ];
      const twins = new Map(files.map((file) => [file, model.createFile(owner)]));
      const twin = (file: number) => twins.get(file) ?? NO_FILE;
      const setRole = async (file: number, userId: number, role: "collaborator" | "viewer" | null) => {
        await base.setRole(file, userId, role);
        model.setRole(twin(file), userId, role);
      };
      const metas = new Map(files.map((file) => [file, 1]));
      for (let round = 0; round < RANDOM_BATCHES; round += 1) {
        const file = pick(files);
        if (random() < 0.5)
          await setRole(file, pick([friend, viewer]), pick(["collaborator", "viewer", null]));
        if (random() < 0.2) {
          await base.touchMeta(file);
          model.touchMeta(twin(file));
          metas.set(file, (metas.get(file) ?? 0) + 1);
        }
        const heads = new Map(
          await Promise.all(files.map(async (f) => [f, (await headOf(f)) ?? 0] as const)),
        );
        const batch = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, n) => {
          const to = random() < 0.05 ? NO_FILE : pick(files);
          const version = (heads.get(to) ?? 0) + pick([0, 0, 1, 2]);
          const metaVersion = (metas.get(to) ?? 1) + pick([0, 0, 0, 1]);
          return entry(pick([owner, friend, viewer, stranger]), bytes(round, n), {
            fileId: to,
            clientIds: Array.from({ length: pick([0, 1, 1, 2]) }, () => Math.floor(random() * 30)),
            ...(random() < 0.3 ? { expect: { version, metaVersion } } : {}),
          });
        });
        const said = await log.append(batch);
        const right = await model.append(batch.map((one) => ({ ...one, fileId: twin(one.fileId) })));
        expect({ seed, round, said }).toEqual({ seed, round, said: right });
      }
      for (const file of files) {
        expect({ seed, rows: await rowsOf(file) }).toEqual({
          seed,
          rows: model.rows(twin(file)).map(({ seq, userId, update }) => [seq, userId, [...update]]),
        });
        const ids = upTo(30).map((n) => n - 1);
        await setRole(file, viewer, "viewer");
        expect({ seed, owners: await log.claimClients(file, viewer, ids) }).toEqual({
          seed,
          owners: await model.claimClients(twin(file), viewer, ids),
        });
      }
    });
  });
}
