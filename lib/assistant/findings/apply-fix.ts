import type * as Y from "yjs";
import { diffText } from "@/lib/collab/text-diff";
import type { Anchor } from "@/lib/contracts/findings";
import { findAnchors } from "./anchors";

/** What of a fix is needed to make it: where, what must still stand there, and what comes in its place. */
export interface AnchoredFix {
  edits: readonly { anchor: Anchor; replaces: string; text: string }[];
}

/** One edit of a fix in the text as it is now, in UTF-16 units. */
export interface PlacedEdit {
  start: number;
  end: number;
  text: string;
}

export type PlacedFix =
  | { kind: "fits"; edits: PlacedEdit[] }
  /** Somebody has changed what an edit would replace. `at`: where that is or was; null: it is not known. */
  | { kind: "stale"; at: number | null };

/** Where a fix would go now, in order; only reads. All of it fits, or none. */
export function placeFix(text: Y.Text, { edits }: AnchoredFix): PlacedFix {
  const content = text.toString();
  const stretches = findAnchors(
    text,
    edits.map(({ anchor }) => anchor),
  );
  const placed: PlacedEdit[] = [];
  for (const [i, edit] of edits.entries()) {
    const stretch = stretches[i] ?? null;
    if (stretch === null || content.slice(stretch.start, stretch.end) !== edit.replaces)
      return { kind: "stale", at: stretch?.start ?? null };
    placed.push({ ...stretch, text: edit.text });
  }
  placed.sort((a, b) => a.start - b.start);
  return { kind: "fits", edits: placed };
}

/** Writes what `placeFix` found, as little as there can be of it. Call at once, inside a transaction. */
export function writeFix(text: Y.Text, edits: readonly PlacedEdit[]): void {
  const content = text.toString();
  for (const { start, end, text: wanted } of [...edits].reverse()) {
    for (const change of diffText(content.slice(start, end), wanted).reverse()) {
      const at = start + change.start;
      if (change.remove > 0) text.delete(at, change.remove);
      if (change.insert !== "") text.insert(at, change.insert);
    }
  }
}

/**
 * Makes a fix in a page's document, in one transaction of this origin, so that it is one step to undo: or nothing at all
 * when somebody has changed its place.
 */
export function applyFix(text: Y.Text, fix: AnchoredFix, origin: unknown): "applied" | "stale" {
  const placed = placeFix(text, fix);
  if (placed.kind === "stale") return "stale";
  text.doc?.transact(() => writeFix(text, placed.edits), origin);
  return "applied";
}
