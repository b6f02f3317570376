import type * as Y from "yjs";
import type { LocalCopy } from "@/lib/collab/client-sync-types";
import type { CodeEditor, Decoration, IDisposable, IRange, TextModel } from "./monaco-types";
import { personClass, type RemotePeople } from "./remote-people";

/** A bar fades in this many steps (classes of app/styles/code-pane.css) over token --dur-trail. */
const STEPS = 6;
const STEP_MS = 60_000 / STEPS;
/** Older bars go when there are more. */
const TRAILS_MAX = 100;
/** `monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges` */
const NEVER_GROWS = 1;

interface Trail {
  slot: number | undefined;
  born: number;
  lines: IRange;
}

/**
 * Bars in the author's colour beside the lines that somebody else has just edited. Only what one person did is told:
 * an update of many (the first, or one after being away) would colour everything.
 */
export function drawTrails(parts: {
  copy: Pick<LocalCopy, "doc" | "text">;
  editor: CodeEditor;
  model: TextModel;
  people: RemotePeople;
  ask: () => void;
}): IDisposable & { draw(): void } {
  const { copy, editor, model, people, ask } = parts;
  const marks = editor.createDecorationsCollection();
  let trails: Trail[] = [];
  const fresh: Trail[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const onText = (event: Y.YTextEvent, transaction: Y.Transaction) => {
    const author = transaction.local ? undefined : soleAuthor(transaction);
    const person = author === undefined ? undefined : people.authorOf(author);
    if (person === undefined) return;
    const born = Date.now();
    for (const lines of insertedLines(model, event)) fresh.push({ slot: person.slot, born, lines });
    if (fresh.length > 0) ask();
  };
  copy.text.observe(onText);
  return {
    draw() {
      if (fresh.length === 0 && timer !== undefined) return;
      const moved = trails.map((trail, at) => ({ ...trail, lines: marks.getRange(at) ?? trail.lines }));
      trails = [...dropOld(moved), ...fresh.splice(0)]
        .filter((trail, at, all) => !all.slice(at + 1).some((later) => covers(later.lines, trail.lines)))
        .slice(-TRAILS_MAX);
      marks.set(trails.map(toDecoration));
      clearTimeout(timer);
      timer = undefined;
      if (trails.length > 0)
        timer = setTimeout(() => {
          timer = undefined;
          ask();
        }, STEP_MS);
    },
    dispose() {
      clearTimeout(timer);
      copy.text.unobserve(onText);
      marks.clear();
    },
  };
}

/** The client id all new text of a transaction comes from. */
function soleAuthor({ beforeState, afterState }: Y.Transaction): number | undefined {
  const authors = [...afterState].filter(([client, clock]) => clock > (beforeState.get(client) ?? 0));
  return authors.length === 1 ? authors[0]?.[0] : undefined;
}

/** Called after the model has followed the text. */
function insertedLines(model: TextModel, { delta }: Y.YTextEvent): IRange[] {
  const ranges: IRange[] = [];
  let at = 0;
  for (const { retain, insert } of delta) {
    if (retain !== undefined) at += retain;
    if (typeof insert !== "string") continue;
    const from = model.getPositionAt(at);
    at += insert.length;
    const to = model.getPositionAt(at);
    ranges.push({
      startLineNumber: from.lineNumber,
      startColumn: 1,
      endLineNumber: to.lineNumber,
      endColumn: model.getLineMaxColumn(to.lineNumber),
    });
  }
  return ranges;
}

const dropOld = (trails: readonly Trail[]): Trail[] => trails.filter((trail) => stepOf(trail) < STEPS);
const stepOf = ({ born }: Trail): number => Math.floor((Date.now() - born) / STEP_MS);
const covers = (outer: IRange, inner: IRange): boolean =>
  outer.startLineNumber <= inner.startLineNumber && inner.endLineNumber <= outer.endLineNumber;

const toDecoration = (trail: Trail): Decoration => ({
  range: trail.lines,
  options: {
    stickiness: NEVER_GROWS,
    linesDecorationsClassName: `remote-trail trail-${stepOf(trail)} ${personClass(trail.slot)}`,
  },
});
