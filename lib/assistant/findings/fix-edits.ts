import { diffText } from "@/lib/collab/text-diff";
import type { FrozenText } from "./anchors";
import type { StoredEdit } from "./ports";

/** Replaces `text.slice(start, end)` by `insert`. */
export interface OffsetEdit {
  start: number;
  end: number;
  insert: string;
}

/** Edits that are kept as one, and what they cover together with what stands beside them. */
interface Group {
  start: number;
  end: number;
  edits: OffsetEdit[];
}

/**
 * The edits of one fix as they are kept: each with the text that it must still find between its anchors. What a fix
 * inserts must show in that text once it is there, else it could be applied twice: so an edit that only inserts at its
 * edges also covers the characters beside it. Null: they change nothing, or overlap and are no fix.
 */
export function anchorEdits(frozen: FrozenText, edits: readonly OffsetEdit[]): StoredEdit[] | null {
  const { text } = frozen;
  const ordered = edits.filter(({ start, end, insert }) => text.slice(start, end) !== insert);
  ordered.sort((a, b) => a.start - b.start || a.end - b.end);
  const groups: Group[] = [];
  let behind = 0;
  for (const edit of ordered) {
    if (edit.start < behind || edit.end < edit.start) return null;
    behind = edit.end;
    const { start, end } = covered(text, edit);
    const last = groups.at(-1);
    if (last === undefined || start >= last.end) groups.push({ start, end, edits: [edit] });
    else {
      last.end = Math.max(last.end, end);
      last.edits.push(edit);
    }
  }
  const kept = groups.map((group) => anchored(frozen, group));
  return kept.length === 0 ? null : kept;
}

/** Where nothing stands beside it, it reaches beyond the text: it is anchored at the very beginning or end. */
function covered(text: string, { start, end, insert }: OffsetEdit): { start: number; end: number } {
  const old = text.slice(start, end);
  const isInside = diffText(old, insert).some(
    (change) => change.remove > 0 || (change.start > 0 && change.start < old.length),
  );
  if (isInside) return { start, end };
  return { start: start - (isPair(text, start - 2) ? 2 : 1), end: end + (isPair(text, end) ? 2 : 1) };
}

const isPair = (text: string, at: number): boolean => at >= 0 && (text.codePointAt(at) ?? 0) > 0xffff;

function anchored({ text, anchor }: FrozenText, { start, end, edits }: Group): StoredEdit {
  let [result, at] = ["", Math.max(0, start)];
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.insert;
    at = edit.end;
  }
  const replaces = text.slice(Math.max(0, start), end);
  return { anchor: anchor(start, end), replaces, text: result + text.slice(at, end) };
}
