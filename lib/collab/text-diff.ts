import diff from "fast-diff";

/** Replace [start, start + remove) of the old text by `insert`. Positions are in the old text, in order, disjoint. */
export interface TextChange {
  start: number;
  remove: number;
  insert: string;
}

/** Past this many changed lines the whole middle is replaced: the search grows with the square of the distance. */
const LINE_DISTANCE_MAX = 400;
/** Characters inside a changed block are compared while old × new stays under this, summed over all blocks. */
const CHARACTER_BUDGET = 4_000_000;

/**
 * The changes that make `next` of `old`: lines first (Myers 1986), then characters inside changed lines, never inside
 * a surrogate pair. Bounded in time: past the bounds whole lines are replaced.
 */
export function diffText(old: string, next: string): TextChange[] {
  if (old === next) return [];
  const budget = { left: CHARACTER_BUDGET };
  return diffLines(splitLines(old), splitLines(next)).flatMap((block) => refine(block, budget));
}

/** How many lines go and come between two texts, found as `diffText` finds them. A changed line goes and comes. */
export function countLines(old: string, next: string): { added: number; removed: number } {
  const counts = { added: 0, removed: 0 };
  if (old === next) return counts;
  for (const { removed, inserted } of diffLines(splitLines(old), splitLines(next))) {
    counts.added += splitLines(inserted).length;
    counts.removed += splitLines(removed).length;
  }
  return counts;
}

interface Block {
  start: number;
  removed: string;
  inserted: string;
}

/** Lines with their line end, so that joining them gives the text again. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function diffLines(old: string[], next: string[]): Block[] {
  let head = 0;
  while (head < old.length && head < next.length && old[head] === next[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < next.length - head && old.at(-1 - tail) === next.at(-1 - tail))
    tail += 1;
  const a = old.slice(head, old.length - tail);
  const b = next.slice(head, next.length - tail);
  const start = lengthOf(old, 0, head);
  const whole = { start, removed: a.join(""), inserted: b.join("") };
  const kept = keptLines(a, b);
  return kept === null ? [whole] : blocksBetween(a, b, kept, start);
}

const lengthOf = (lines: string[], from: number, to: number): number => {
  let length = 0;
  for (let n = from; n < to; n += 1) length += lines[n]?.length ?? 0;
  return length;
};

function blocksBetween(a: string[], b: string[], kept: [number, number][], start: number): Block[] {
  const blocks: Block[] = [];
  let [i, j, at] = [0, 0, start];
  for (const [x, y] of [...kept, [a.length, b.length] as const]) {
    if (x > i || y > j)
      blocks.push({ start: at, removed: a.slice(i, x).join(""), inserted: b.slice(j, y).join("") });
    at += lengthOf(a, i, x + 1);
    i = x + 1;
    j = y + 1;
  }
  return blocks;
}

/** Pairs of equal lines on a shortest edit path, in order; null when the distance passes the bound. */
function keptLines(a: string[], b: string[]): [number, number][] | null {
  const numbers = new Map<string, number>();
  const number = (line: string) => {
    const known = numbers.get(line) ?? numbers.size;
    numbers.set(line, known);
    return known;
  };
  const trace = shortestPath(a.map(number), b.map(number));
  if (trace === null) return null;
  const kept: [number, number][] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const frontier = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -d || (k !== d && at(frontier, k - 1) < at(frontier, k + 1));
    const before = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : at(frontier, before);
    const fromY = d === 0 ? 0 : fromX - before;
    const [stopX, stopY] = d === 0 ? [0, 0] : down ? [fromX, fromY + 1] : [fromX + 1, fromY];
    while (x > stopX && y > stopY) {
      x -= 1;
      y -= 1;
      kept.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return kept.reverse();
}

const at = (frontier: Map<number, number>, k: number): number => frontier.get(k) ?? -1;

/** Myers' greedy search; the frontiers before each step, or null past the bound. */
function shortestPath(a: number[], b: number[]): Map<number, number>[] | null {
  const trace: Map<number, number>[] = [];
  let frontier = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, LINE_DISTANCE_MAX); d += 1) {
    trace.push(frontier);
    const next = new Map(frontier);
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && at(next, k - 1) < at(next, k + 1));
      let x = down ? at(next, k + 1) : at(next, k - 1) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      next.set(k, x);
      if (x >= a.length && y >= b.length) return trace;
    }
    frontier = next;
  }
  return null;
}

/** Characters inside one changed block, while the budget lasts. */
function refine(block: Block, budget: { left: number }): TextChange[] {
  const head = commonHead(block.removed, block.inserted);
  const tail = commonTail(block.removed.slice(head), block.inserted.slice(head));
  const removed = block.removed.slice(head, block.removed.length - tail);
  const inserted = block.inserted.slice(head, block.inserted.length - tail);
  const start = block.start + head;
  const cost = removed.length * inserted.length;
  if (cost === 0 || cost > budget.left) return [{ start, remove: removed.length, insert: inserted }];
  budget.left -= cost;
  const changes: TextChange[] = [];
  let position = start;
  let open: TextChange | null = null;
  for (const [kind, text] of diff(removed, inserted)) {
    if (kind === diff.EQUAL) {
      position += text.length;
      open = null;
      continue;
    }
    if (open === null) {
      open = { start: position, remove: 0, insert: "" };
      changes.push(open);
    }
    if (kind === diff.DELETE) {
      open.remove += text.length;
      position += text.length;
    } else open.insert += text;
  }
  return changes;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

function commonHead(a: string, b: string): number {
  let n = 0;
  while (n < a.length && n < b.length && a.charCodeAt(n) === b.charCodeAt(n)) n += 1;
  return n > 0 && isHighSurrogate(a.charCodeAt(n - 1)) ? n - 1 : n;
}

function commonTail(a: string, b: string): number {
  let n = 0;
  while (n < a.length && n < b.length && a.charCodeAt(a.length - 1 - n) === b.charCodeAt(b.length - 1 - n))
    n += 1;
  return n > 0 && isLowSurrogate(a.charCodeAt(a.length - n)) ? n - 1 : n;
}
