import { CONTENT_ROOT } from "@/lib/contracts/live";
import type { Role } from "@/lib/contracts/roles";
import type { FileWithRole, MemberOfFile } from "@/lib/files/ports";
import type { MembershipEnding } from "@/lib/sharing/ports";
import type { AppendEntry, AppendResult, DocumentLog, LoadedLog, LogHead, LogRow } from "./document-log";
import { materialise } from "./file-document";

interface MemoryFile {
  epoch: string;
  name: string;
  metaVersion: number;
  ownerId: number;
  headSeq: number;
  rows: LogRow[];
  snapshots: { seq: number; state: Uint8Array }[];
  text: string;
  roles: Map<number, Role>;
  former: Set<number>;
  clients: Map<number, number>;
}

/** The document log in memory, held to the same contract as the databases' (document-log.contract.ts). */
export interface MemoryLog extends DocumentLog {
  createFile(ownerId: number, seed?: { update: Uint8Array; clientId: number }): number;
  deleteFile(fileId: number): void;
  setRole(fileId: number, userId: number, role: Role | null): void;
  touchMeta(fileId: number): void;
  roleOf(fileId: number, userId: number): Promise<Role | null>;
  findForUser(fileId: number, userId: number): Promise<FileWithRole | null>;
  /** By whom, it does not know. */
  endingOf(fileId: number, userId: number): Promise<MembershipEnding | null>;
  findForMembers(members: readonly MemberOfFile[]): Promise<(FileWithRole & MemberOfFile)[]>;
  /** Every row ever stored, for checks. */
  rows(fileId: number): readonly LogRow[];
  owners(fileId: number): ReadonlyMap<number, number>;
  /** The plain text copy that the last snapshot brought. */
  textCopy(fileId: number): string;
  /** The text that the whole log says. */
  textOf(fileId: number): string;
}

export function createMemoryLog(): MemoryLog {
  const files = new Map<number, MemoryFile>();
  let filesMade = 0;
  const fileOf = (fileId: number): MemoryFile => {
    const file = files.get(fileId);
    if (file === undefined) throw new Error(`no file ${fileId}`);
    return file;
  };
  return {
    append: async (entries) => appendAll(files, entries),
    load: async (fileId, upTo) => load(files.get(fileId), upTo),
    rowsAfter: async (fileId, seq) => files.get(fileId)?.rows.filter((row) => row.seq > seq) ?? null,
    head: async (fileId) => headsOf(files, [fileId]).get(fileId) ?? null,
    heads: async (fileIds) => headsOf(files, fileIds),
    saveSnapshot: async ({ fileId, seq, state, text }) => {
      const file = files.get(fileId);
      if (file === undefined) return;
      if (!file.snapshots.some((kept) => kept.seq === seq))
        file.snapshots.push({ seq, state: state.slice() });
      file.snapshots.sort((a, b) => a.seq - b.seq);
      if (file.snapshots.at(-1)?.seq === seq) file.text = text;
    },
    claimClients: async (fileId, userId, clientIds) => {
      const file = files.get(fileId);
      if (file === undefined || !file.roles.has(userId)) return null;
      for (const id of clientIds) if (!file.clients.has(id)) file.clients.set(id, userId);
      return new Map(clientIds.map((id) => [id, file.clients.get(id) ?? userId]));
    },
    createFile: (ownerId, seed) => {
      filesMade += 1;
      const id = filesMade;
      const file: MemoryFile = {
        epoch: `epoch-${id}`,
        name: `file-${id}.txt`,
        metaVersion: 1,
        ownerId,
        headSeq: 0,
        rows: [],
        snapshots: [],
        text: "",
        roles: new Map([[ownerId, "owner"]]),
        former: new Set(),
        clients: new Map(),
      };
      files.set(id, file);
      if (seed !== undefined)
        appendAll(files, [{ fileId: id, userId: ownerId, update: seed.update, clientIds: [seed.clientId] }]);
      return id;
    },
    deleteFile: (fileId) => {
      files.delete(fileId);
    },
    setRole: (fileId, userId, role) => {
      const { roles, former } = fileOf(fileId);
      if (role === null && roles.delete(userId)) former.add(userId);
      if (role === null) return;
      roles.set(userId, role);
      former.delete(userId);
    },
    touchMeta: (fileId) => {
      fileOf(fileId).metaVersion += 1;
    },
    roleOf: async (fileId, userId) => files.get(fileId)?.roles.get(userId) ?? null,
    findForUser: async (fileId, userId) => view(fileId, files.get(fileId), userId),
    endingOf: async (fileId, userId) =>
      files.get(fileId)?.former.has(userId) ? { how: "removed", by: null } : null,
    findForMembers: async (members) =>
      members.flatMap((member) => {
        const found = view(member.fileId, files.get(member.fileId), member.userId);
        return found === null ? [] : [{ ...found, ...member }];
      }),
    rows: (fileId) => fileOf(fileId).rows,
    owners: (fileId) => fileOf(fileId).clients,
    textCopy: (fileId) => fileOf(fileId).text,
    textOf: (fileId) => {
      const { rows, epoch, headSeq } = fileOf(fileId);
      const doc = materialise({ epoch, headSeq, snapshot: null, rows }, { gc: true }, ({ error }) => {
        throw error;
      });
      return doc.getText(CONTENT_ROOT).toString();
    },
  };
}

/** Step for step what `append_updates` does in the database. */
function appendAll(files: ReadonlyMap<number, MemoryFile>, entries: readonly AppendEntry[]): AppendResult[] {
  const claims = entries.flatMap((entry) => claimFor(files.get(entry.fileId), entry));
  const stored = new Set<AppendEntry>();
  const results = entries.map((entry) => {
    const result = appendOne(files.get(entry.fileId), entry);
    if (result.status === "stored") stored.add(entry);
    return result;
  });
  for (const { file, clientId, by } of claims) {
    const holds = [...stored].some(
      (entry) =>
        entry.fileId === by.fileId && entry.userId === by.userId && entry.clientIds.includes(clientId),
    );
    if (!holds) file.clients.delete(clientId); // a refused entry claims nothing
  }
  return results;
}

interface Claim {
  file: MemoryFile;
  clientId: number;
  by: AppendEntry;
}

function claimFor(file: MemoryFile | undefined, by: AppendEntry): Claim[] {
  const role = file?.roles.get(by.userId);
  if (file === undefined || role === undefined || role === "viewer") return [];
  const fresh = [...new Set(by.clientIds)].filter((id) => !file.clients.has(id));
  for (const id of fresh) file.clients.set(id, by.userId);
  return fresh.map((clientId) => ({ file, clientId, by }));
}

function appendOne(file: MemoryFile | undefined, entry: AppendEntry): AppendResult {
  if (file === undefined) return { status: "no-file" };
  const role = file.roles.get(entry.userId);
  if (role === undefined) return { status: "not-member" };
  if (role === "viewer") return { status: "not-editor" };
  if (entry.clientIds.some((id) => file.clients.get(id) !== entry.userId))
    return { status: "foreign-client" };
  const { expect } = entry;
  if (expect !== undefined && (expect.version !== file.headSeq || expect.metaVersion !== file.metaVersion))
    return { status: "stale" };
  file.headSeq += 1;
  file.rows.push({ seq: file.headSeq, userId: entry.userId, update: entry.update.slice() });
  return { status: "stored", seq: file.headSeq };
}

function headsOf(files: ReadonlyMap<number, MemoryFile>, fileIds: readonly number[]): Map<number, LogHead> {
  return new Map(
    fileIds.flatMap((id) => {
      const file = files.get(id);
      return file === undefined ? [] : [[id, { headSeq: file.headSeq, epoch: file.epoch }]];
    }),
  );
}

function load(file: MemoryFile | undefined, upTo = Number.POSITIVE_INFINITY): LoadedLog | null {
  if (file === undefined) return null;
  const snapshot = file.snapshots.findLast(({ seq }) => seq <= upTo) ?? null;
  const from = snapshot?.seq ?? 0;
  const rows = file.rows.filter(({ seq }) => seq > from && seq <= upTo);
  return { epoch: file.epoch, headSeq: file.headSeq, snapshot, rows };
}

function view(fileId: number, file: MemoryFile | undefined, userId: number): FileWithRole | null {
  const role = file?.roles.get(userId);
  if (file === undefined || role === undefined) return null;
  const { name, ownerId, metaVersion, headSeq } = file;
  const time = new Date(0);
  const meta = { name, language: "plaintext", ownerId, metaVersion, eol: "\n" as const };
  return { id: fileId, ...meta, version: headSeq, createdAt: time, updatedAt: time, role };
}
