import type { LocalCopy } from "@/lib/collab/client-sync-types";
import type { PlacedFinding } from "./findings-marks";
import { type Fit, fitFix } from "./fit-fix";
import { type PreviewLine, previewChanges } from "./fix-preview";
import type { ModelEdit, TextModel } from "./monaco-types";
import { toModelEdits } from "./text-changes";

export type Applied =
  /** `undo` takes the step back; false: it is no longer one's last, and stays. */
  | { kind: "applied"; line: number; undo(): boolean }
  /** What the fix would replace has changed. */
  | { kind: "stale"; line: number }
  /** It is there no more, or one only reads. */
  | { kind: "none" };

/** A fix that can be made; `apply` makes it as one edit of one's own, also when its mark is gone meanwhile. */
export type FixOffer = { kind: "fits"; apply(): Applied } | Exclude<Applied, { kind: "applied" }>;

export interface FindingFixes {
  /** What applying the fix changes, as lines; null: it no longer fits, or there is none. */
  preview(id: number): PreviewLine[] | null;
  offer(id: number): FixOffer;
}

/** The fixes of what is found, in the text as it is at each moment. */
export function createFixes(parts: {
  model: TextModel;
  copy: Pick<LocalCopy, "text">;
  placedOf(id: number): PlacedFinding | undefined;
  editable(): boolean;
  write(edits: ModelEdit[]): (() => boolean) | null;
}): FindingFixes {
  const { model, copy, placedOf, editable, write } = parts;
  const fitOf = (placed: PlacedFinding | undefined): Fit | null =>
    placed === undefined ? null : fitFix(model, copy.text, placed);
  const apply = (placed: PlacedFinding): Applied => {
    const fit = fitOf(placed);
    if (fit === null || !editable()) return { kind: "none" };
    if (fit.kind === "stale") return fit;
    const undo = write(toModelEdits(model, fit.changes));
    return undo === null ? { kind: "none" } : { kind: "applied", line: placed.start.lineNumber, undo };
  };
  return {
    preview(id) {
      const fit = fitOf(placedOf(id));
      return fit?.kind === "fits" ? previewChanges(model.getValue(), fit.changes) : null;
    },
    offer(id) {
      const placed = placedOf(id);
      const fit = fitOf(placed);
      if (fit === null || placed === undefined || !editable()) return { kind: "none" };
      return fit.kind === "stale" ? fit : { kind: "fits", apply: () => apply(placed) };
    },
  };
}
