import type { TextChange } from "@/lib/collab/text-diff";

export interface PreviewPart {
  text: string;
  /** Differs from the other side. */
  changed: boolean;
}

/** A line as the diff shows it; `gap` stands for lines between that stay as they are. */
export type PreviewLine = { kind: "same" | "del" | "add"; parts: PreviewPart[] } | { kind: "gap" };

/** So many unchanged lines between two changes are shown; of more, a gap. */
const SAME_MAX = 3;
/** Changes of one line closer than this are marked as one. */
const JOIN_WITHIN = 3;

/**
 * The lines that changes of a text take away and bring, with what differs in them: exactly what applying them does.
 * `changes` are in places of the text before, in order and disjoint.
 */
export function previewChanges(text: string, changes: readonly TextChange[]): PreviewLine[] {
  const padded = `${text}\n`; // also the last line has an end
  const blocks = toBlocks(
    padded,
    changes.map((change) => toLineStart(padded, change)),
  );
  const lines: PreviewLine[] = [];
  let shownTo: number | null = null;
  for (const block of blocks) {
    if (shownTo !== null) lines.push(...between(padded.slice(shownTo, block.from)));
    lines.push(...blockLines(padded, block));
    shownTo = block.to;
  }
  return lines;
}

/** `\nx` put in or taken out at a line's end is a whole line `x\n` at the start of the next: nothing of this one changes. */
function toLineStart(text: string, change: TextChange): TextChange {
  const { start, remove, insert } = change;
  if (text[start] !== "\n") return change;
  if (remove === 0 && insert.startsWith("\n"))
    return { start: start + 1, remove, insert: `${insert.slice(1)}\n` };
  if (insert === "" && text[start + remove] === "\n") return { start: start + 1, remove, insert };
  return change;
}

/** Whole lines, from the start of the first to behind the last's end, with the changes in them. */
interface Block {
  from: number;
  to: number;
  changes: TextChange[];
}

function toBlocks(text: string, changes: readonly TextChange[]): Block[] {
  const blocks: Block[] = [];
  for (const change of changes) {
    const from = text.lastIndexOf("\n", change.start - 1) + 1;
    const to = isWholeLines(text, change) ? change.start + change.remove : lineEnd(text, change);
    const last = blocks.at(-1);
    if (last === undefined || from >= last.to) blocks.push({ from, to, changes: [change] });
    else {
      last.to = Math.max(last.to, to);
      last.changes.push(change);
    }
  }
  return blocks;
}

function isWholeLines(text: string, { start, remove, insert }: TextChange): boolean {
  const atStart = start === 0 || text[start - 1] === "\n";
  const endsLine = (part: string) => part === "" || part.endsWith("\n");
  return atStart && endsLine(text.slice(start, start + remove)) && endsLine(insert);
}

const lineEnd = (text: string, { start, remove }: TextChange): number => {
  const end = text.indexOf("\n", start + remove);
  return end < 0 ? text.length : end + 1;
};

function blockLines(text: string, { from, to, changes }: Block): PreviewLine[] {
  const before: PreviewPart[] = [];
  const after: PreviewPart[] = [];
  let at = from;
  for (const { start, remove, insert } of changes) {
    // A character or two between two changes would only make the marks hard to read.
    const kept = text.slice(at, start);
    const joins = at > from && kept.length < JOIN_WITHIN && !kept.includes("\n");
    before.push({ text: kept, changed: joins }, { text: text.slice(start, start + remove), changed: true });
    after.push({ text: kept, changed: joins }, { text: insert, changed: true });
    at = start + remove;
  }
  const rest = { text: text.slice(at, to), changed: false };
  const lines = (kind: "del" | "add", parts: PreviewPart[]): PreviewLine[] =>
    toLines([...parts, rest]).map((line) => ({ kind, parts: line }));
  return [...lines("del", before), ...lines("add", after)];
}

function between(text: string): PreviewLine[] {
  const lines = toLines([{ text, changed: false }]);
  return lines.length > SAME_MAX ? [{ kind: "gap" }] : lines.map((parts) => ({ kind: "same", parts }));
}

/** Cuts parts, which end with a line end, into lines without it; touching parts of a kind become one. */
function toLines(parts: readonly PreviewPart[]): PreviewPart[][] {
  const lines: PreviewPart[][] = [[]];
  for (const { text, changed } of parts) {
    text.split("\n").forEach((piece, n) => {
      if (n > 0) lines.push([]);
      const line = lines.at(-1);
      const last = line?.at(-1);
      if (piece === "" || line === undefined) return;
      if (last?.changed === changed) last.text += piece;
      else if (last === undefined && changed) line.push(...withPlainIndent(piece));
      else line.push({ text: piece, changed });
    });
  }
  return lines.slice(0, -1);
}

/** The indentation of new words is not marked; where it is all that is new, it is. */
function withPlainIndent(text: string): PreviewPart[] {
  const indent = text.length - text.trimStart().length;
  if (indent === 0 || indent === text.length) return [{ text, changed: true }];
  return [
    { text: text.slice(0, indent), changed: false },
    { text: text.slice(indent), changed: true },
  ];
}
