import type * as Y from "yjs";
import type { LiveEngine } from "@/lib/collab/types";
import type { Finding, FindingStatus } from "@/lib/contracts/findings";
import { AppError } from "@/lib/errors";
import { placeFix, writeFix } from "./apply-fix";
import { createLineIndex } from "./line-index";
import { plainFinding } from "./place-findings";
import type { FindingStore, Findings, StoredFinding } from "./ports";
import type { Telling } from "./telling";

interface ChangesDeps {
  engine: LiveEngine;
  store: FindingStore;
  telling: Telling;
}

/** The one 404 of findings. */
export const findingUnknown = (): AppError => new AppError("not_found", "No such finding in this file.");

/** What people do to findings. */
export function createChanges({
  engine,
  store,
  telling,
}: ChangesDeps): Pick<Findings, "find" | "apply" | "mark"> {
  const find = async (fileId: number, id: number) =>
    (await store.read(fileId))?.findings.find((row) => row.id === id) ?? null;

  const setStatus = async (
    fileId: number,
    id: number,
    status: FindingStatus,
    version: number,
  ): Promise<Finding> => {
    const { placed } = await telling.change(fileId, ({ findings }) => {
      const row = findings.find((one) => one.id === id);
      if (row === undefined) throw findingUnknown();
      return row.status === status ? null : { update: [{ ...row, status, version }] };
    });
    const changed = placed.find(({ stored }) => stored.id === id);
    if (changed === undefined) throw findingUnknown();
    return plainFinding(changed.live);
  };

  return {
    find,
    async mark(fileId, id, status) {
      const version = await engine.read(fileId, (_text, now) => now);
      // A page's own edit may be on its way: an analysis of the text as it is now does not say that it did not help.
      return setStatus(fileId, id, status, status === "applied" ? version + 1 : version);
    },
    async apply(fileId, id, userId) {
      const row = await find(fileId, id);
      if (row === null) throw findingUnknown();
      if (row.status === "applied") throw new AppError("conflict", "The fix has been applied already.");
      const version = await makeFix(engine, fileId, userId, row);
      return setStatus(fileId, id, "applied", version);
    },
  };
}

/** Makes the edit as this account; answers the version that has it. */
async function makeFix(
  engine: LiveEngine,
  fileId: number,
  userId: number,
  { fix, version }: StoredFinding,
): Promise<number> {
  if (fix === null) throw new AppError("unprocessable", "This finding has no fix.");
  const misfits: string[] = [];
  const stored = await engine.editText({
    fileId,
    userId,
    from: version,
    write(text) {
      const placed = placeFix(text, fix);
      if (placed.kind === "fits") writeFix(text, placed.edits);
      else misfits.push(sayMisfit(text, placed.at));
    },
  });
  const [misfit] = misfits;
  if (misfit !== undefined) throw new AppError("conflict", misfit);
  return stored.version;
}

function sayMisfit(text: Y.Text, at: number | null): string {
  if (at === null) return "The fix no longer fits: its place is gone.";
  const { line } = createLineIndex(text.toString()).positionAt(at);
  return `The fix no longer fits: line ${line} has changed.`;
}
