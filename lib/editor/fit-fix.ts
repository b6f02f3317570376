import type * as Y from "yjs";
import { placeFix } from "@/lib/assistant/findings/apply-fix";
import { diffText, type TextChange } from "@/lib/collab/text-diff";
import type { PlacedFinding } from "./findings-marks";
import type { TextModel } from "./monaco-types";

export type Fit = { kind: "fits"; changes: TextChange[] } | { kind: "stale"; line: number };

/** What a finding's fix changes in the text as it is now: few characters, in order. Null: there is no fix. */
export function fitFix(model: TextModel, text: Y.Text, placed: PlacedFinding): Fit | null {
  const { fix } = placed.finding;
  if (fix === null) return null;
  const place = placeFix(text, fix);
  if (place.kind === "stale") {
    const line = place.at === null ? placed.start.lineNumber : model.getPositionAt(place.at).lineNumber;
    return { kind: "stale", line };
  }
  const content = text.toString();
  const changes = place.edits.flatMap((edit) =>
    diffText(content.slice(edit.start, edit.end), edit.text).map((change) => ({
      ...change,
      start: change.start + edit.start,
    })),
  );
  return { kind: "fits", changes };
}
