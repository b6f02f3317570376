import { CONTENT_ROOT } from "@/lib/contracts/live";
import { AppError, fileNotFound } from "@/lib/errors";
import type { EngineBounds } from "./bounds";
import { newClientId } from "./client-ids";
import type { DocumentLog, LoadedLog } from "./document-log";
import type { ServerEdit } from "./edit-turn";
import { type FileDocument, materialise } from "./file-document";
import { databaseAway } from "./log-watch";
import type { OpenFile } from "./open-file";
import { applyEdit, planEdit, rewriteText, type TextEdit } from "./text-edit";
import type { EditTextInput, LiveEngine, TextAt } from "./types";

interface ServerEditsDeps {
  log: DocumentLog;
  bounds: EngineBounds;
  open(fileId: number): OpenFile;
  /** Rejects with `unavailable` when the database does not answer. */
  patiently<T>(work: Promise<T>): Promise<T>;
}

/**
 * Edits that the server itself writes, for REST (I9): on the head document, under a Yjs client id leased by this process
 * for (file, account), so that ids do not grow with the number of edits.
 */
export function createServerEdits(deps: ServerEditsDeps): Pick<LiveEngine, "replaceText" | "editText"> {
  const leases = createLeases(deps.bounds.leases);
  const editText = async (input: Submitted) => {
    // Perhaps another process has gone on, and nobody here has heard of it yet.
    await deps.patiently(deps.open(input.fileId).holder.read(() => undefined, input.from));
    return submit(deps, leases, input);
  };
  return {
    editText,
    async replaceText({ base, content, ...input }) {
      if (base === undefined) return editText({ ...input, write: (text) => rewriteText(text, content) });
      const plan = await planAtBase(deps, input.fileId, base, content);
      return submit(deps, leases, { ...input, write: (text) => applyEdit(text, plan) });
    },
  };
}

interface Submitted extends EditTextInput {
  expect?: { version: number; metaVersion: number };
}

/** Worked out against the version the caller had read. Throws `unprocessable` for one that is yet to come. */
async function planAtBase(
  { log, open, patiently }: ServerEditsDeps,
  fileId: number,
  base: number,
  content: string,
): Promise<TextEdit> {
  const plan = (document: FileDocument) => {
    if (base > document.seq)
      throw new AppError("unprocessable", "The base is newer than the file.", {
        errors: [{ path: "base", message: `must be ${document.seq} or less` }],
      });
    return base === document.seq ? planEdit(document.text, content) : null;
  };
  const { document } = open(fileId).holder;
  // Perhaps another process has gone on.
  const head = document !== null && base <= document.seq ? null : await patiently(log.head(fileId));
  const atHead = await patiently(open(fileId).holder.read(plan, Math.min(base, head?.headSeq ?? 0)));
  if (atHead !== null) return atHead;
  const loaded = await patiently(log.load(fileId, base));
  if (loaded === null) throw fileNotFound();
  if (reach(loaded) !== base) throw new AppError("conflict", "The base is no longer kept.");
  const doc = materialise(loaded, { gc: true }, () => undefined); // told when the head was read
  try {
    return planEdit(doc.getText(CONTENT_ROOT), content);
  } finally {
    doc.destroy();
  }
}

/** How far what was loaded goes. */
const reach = ({ snapshot, rows }: LoadedLog): number => rows.at(-1)?.seq ?? snapshot?.seq ?? 0;

function submit(
  { open, patiently }: ServerEditsDeps,
  leases: Leases,
  { fileId, userId, expect, write }: Submitted,
): Promise<TextAt> {
  // Looked up only now: a file that was unloaded meanwhile would commit beside the one that took its place.
  const file = open(fileId);
  const clientId = leases.of(fileId, userId);
  let waiting = true;
  let edit: ServerEdit | undefined;
  const done = new Promise<TextAt>((resolve, reject) => {
    edit = {
      userId,
      clientId,
      ...(expect === undefined ? {} : { expect }),
      write,
      resolve,
      reject,
      doubtful: () => waiting,
      sent: null,
      stale: false,
    };
    file.queue.pushEdit(edit);
  });
  return patiently(done).catch((error: unknown) => {
    waiting = false;
    const dropped = edit !== undefined && file.queue.dropEdit(edit) && edit.sent === null;
    // It may still be stored, now or later: nothing else may ever be written under this id.
    if (!dropped) leases.end(fileId, userId, clientId);
    throw error instanceof Error ? error : databaseAway(error);
  });
}

interface Leases {
  of(fileId: number, userId: number): number;
  end(fileId: number, userId: number, clientId: number): void;
}

/** Client ids by file and account; the oldest is forgotten when there are too many. */
function createLeases(max: number): Leases {
  const leases = new Map<string, number>();
  const keyOf = (fileId: number, userId: number) => `${fileId}/${userId}`;
  return {
    of(fileId, userId) {
      const key = keyOf(fileId, userId);
      const clientId = leases.get(key) ?? newClientId();
      leases.delete(key);
      leases.set(key, clientId);
      for (const oldest of leases.keys()) {
        if (leases.size <= max) break;
        leases.delete(oldest);
      }
      return clientId;
    },
    end(fileId, userId, clientId) {
      const key = keyOf(fileId, userId);
      if (leases.get(key) === clientId) leases.delete(key);
    },
  };
}
