import type * as Y from "yjs";
import type { LiveEngine } from "@/lib/collab/types";
import type { Finding, FindingStatus } from "@/lib/contracts/findings";
import { AppError } from "@/lib/errors";
import { type AnchoredFix, placeFix, writeFix } from "./apply-fix";
import { createLineIndex } from "./line-index";
import { plainFinding } from "./place-findings";
import type { FindingStore, Findings, Person, StoredFinding } from "./ports";
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

  /** `decide` answers the row as it is to be, or throws; the same row changes nothing. */
  const change = async (
    fileId: number,
    id: number,
    decide: (row: StoredFinding) => StoredFinding,
  ): Promise<Finding> => {
    const { placed } = await telling.change(fileId, ({ findings }) => {
      const row = findings.find((one) => one.id === id);
      if (row === undefined) throw findingUnknown();
      const next = decide(row);
      return next === row ? null : { update: [next] };
    });
    const changed = placed.find(({ stored }) => stored.id === id);
    if (changed === undefined) throw findingUnknown();
    return plainFinding(changed.live);
  };
  const setStatus = (fileId: number, id: number, status: FindingStatus, version: number) =>
    change(fileId, id, (row) => (row.status === status ? row : { ...row, status, appliedBy: null, version }));
  /** Of all who want to apply it at once, on whichever process, one may: so the fix is never made twice. */
  const claim = (fileId: number, id: number, version: number, { username }: Person) =>
    change(fileId, id, (row) => {
      if (row.status === "applied") throw alreadyApplied(row);
      return { ...row, status: "applied", appliedBy: username, version };
    });

  return {
    find,
    async mark(fileId, id, status, by) {
      const version = await engine.read(fileId, (_text, now) => now);
      if (status !== "applied") return setStatus(fileId, id, status, version);
      // The page's own edit follows: an analysis of the text as it is now does not say that it did not help.
      return claim(fileId, id, version + 1, by);
    },
    async apply(fileId, id, by) {
      const row = await find(fileId, id);
      if (row === null) throw findingUnknown();
      if (row.status === "applied") throw alreadyApplied(row);
      if (row.fix === null) throw new AppError("unprocessable", "This finding has no fix.");
      await claim(fileId, id, (await engine.read(fileId, (_text, now) => now)) + 1, by);
      const version = await makeFix(engine, fileId, by.userId, row.fix, row.version).catch(
        async (error: unknown) => {
          await change(fileId, id, () => row);
          throw error;
        },
      );
      return change(fileId, id, (claimed) => ({ ...claimed, version }));
    },
  };
}

const alreadyApplied = ({ appliedBy }: StoredFinding): AppError =>
  new AppError("conflict", `Already applied by ${appliedBy ?? "somebody"}.`);

/** Makes the edit as this account; answers the version that has it. */
async function makeFix(
  engine: LiveEngine,
  fileId: number,
  userId: number,
  fix: AnchoredFix,
  from: number,
): Promise<number> {
  const misfits: string[] = [];
  const stored = await engine.editText({
    fileId,
    userId,
    from,
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
