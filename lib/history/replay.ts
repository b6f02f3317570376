import { setImmediate as others } from "node:timers/promises";
import * as Y from "yjs";
import type { DocumentLog } from "@/lib/collab/document-log";
import { materialise } from "@/lib/collab/file-document";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { fileNotFound } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { VersionRepository } from "./ports";

/** How long a replay keeps everybody else in the process waiting, in milliseconds. */
const SLICE_MS = 8;
/** A state is kept after this many rows without one: no text is further from a state than this. */
export const CHECKPOINT_ROWS = 5_000;

export interface ReplayDeps {
  versions: Pick<VersionRepository, "stateUpTo" | "updates" | "keepState">;
  log: Pick<DocumentLog, "load">;
  logger: Logger;
}

/** A file's texts, one after the other. */
export interface Replay {
  /** The text as of this row. Cheap when none is asked for that is older than the one before. */
  textAt(seq: number): Promise<string>;
  close(): void;
}

/**
 * Replays a file's log in small slices, between which live editing goes on. `close` it.
 */
export function openReplay(deps: ReplayDeps, fileId: number): Replay {
  const { versions, log, logger } = deps;
  let doc = new Y.Doc();
  let at = Number.POSITIVE_INFINITY;
  let kept = 0;

  const begin = async (seq: number) => {
    const base = await versions.stateUpTo(fileId, seq);
    doc.destroy();
    doc = new Y.Doc();
    if (base !== null) Y.applyUpdate(doc, base.state);
    at = base?.seq ?? 0;
    kept = at;
  };
  const goTo = async (seq: number) => {
    if (seq < at) await begin(seq);
    while (at < seq) {
      const rows = await versions.updates(fileId, at, seq);
      const last = rows.at(-1);
      if (last === undefined) throw fileNotFound();
      await applyInSlices(doc, rows);
      at = last.seq;
      if (at - kept < CHECKPOINT_ROWS) continue;
      kept = at;
      await versions.keepState(fileId, at, Y.encodeStateAsUpdate(doc));
    }
    return doc.getText(CONTENT_ROOT).toString();
  };
  return {
    async textAt(seq) {
      try {
        return await goTo(seq);
      } catch (error) {
        at = Number.POSITIVE_INFINITY; // what it holds now is no text of any row
        if (!(error instanceof UnreadableRow)) throw error;
        logger.warn(
          { err: error, file: fileId },
          "a row of the log cannot be read and is left out of history",
        );
        return slowText(log, fileId, seq);
      }
    },
    close: () => doc.destroy(),
  };
}

class UnreadableRow extends Error {}

async function applyInSlices(doc: Y.Doc, rows: readonly { seq: number; update: Uint8Array }[]) {
  const left = rows.values();
  for (let done = false; !done; await others()) {
    const until = performance.now() + SLICE_MS;
    doc.transact(() => {
      while (!done && performance.now() < until) {
        const next = left.next();
        done = next.done === true;
        if (!next.done) apply(doc, next.value);
      }
    });
  }
}

function apply(doc: Y.Doc, { seq, update }: { seq: number; update: Uint8Array }): void {
  try {
    Y.applyUpdate(doc, update);
  } catch (cause) {
    throw new UnreadableRow(`row ${seq}`, { cause });
  }
}

/** All in one go, as live editing reads it: without the rows that cannot be read. */
async function slowText(log: Pick<DocumentLog, "load">, fileId: number, seq: number): Promise<string> {
  const loaded = await log.load(fileId, seq);
  if (loaded === null) throw fileNotFound();
  const doc = materialise(loaded, { gc: true }, () => undefined); // told when the head is read
  const text = doc.getText(CONTENT_ROOT).toString();
  doc.destroy();
  return text;
}
