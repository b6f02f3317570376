import type { LocalCopy } from "@/lib/collab/client-sync-types";
import { type CaretWidget, createCaretWidget } from "./caret-widget";
import { type FlagPlace, placeFlag } from "./flag-place";
import { readFlagSite } from "./flag-site";
import type { CodeEditor, Decorations, IDisposable, IPosition, TextModel } from "./monaco-types";
import { absoluteSelection } from "./relative-selections";
import { personClass, type RemotePeople, type RemotePerson } from "./remote-people";
import type { OffsetSelection } from "./selections";

/** `monaco.editor.TrackedRangeStickiness`: as a caret and a selection of one's own (`keepSelections`). */
const NEVER_GROWS = 1;
const STAYS_BEFORE = 2;

export interface PersonPlace {
  person: RemotePerson;
  position: IPosition;
}

export interface RemoteCarets extends IDisposable {
  /** Where everybody is. */
  places(): PersonPlace[];
  /** These people came, left or moved. */
  changed(clientIds: Iterable<number>): void;
  /** Brings what is drawn up to date; once in an animation frame. */
  draw(): void;
  openFlag(clientId: number): IPosition | null;
}

interface Drawn {
  person: RemotePerson;
  /** Monaco moves it along with the text until the person's next place comes. */
  mark: Decorations;
  headFirst: boolean;
  caret: CaretWidget;
}

/** Other people's carets, selections and name flags. `ask` has `draw` called in the next frame. */
export function drawRemoteCarets(parts: {
  copy: Pick<LocalCopy, "text">;
  editor: CodeEditor;
  model: TextModel;
  people: RemotePeople;
  live: () => boolean;
  ask: () => void;
}): RemoteCarets {
  const { copy, editor, model, people, live, ask } = parts;
  const drawn = new Map<number, Drawn>();
  /** Ids whose place is to be read anew; one that the text does not hold yet stays in it. */
  const stale = new Set<number>(people.all.keys());

  const remove = (clientId: number) => {
    const entry = drawn.get(clientId);
    if (entry === undefined) return;
    entry.mark.clear();
    entry.caret.dispose();
    drawn.delete(clientId);
  };
  const refresh = (clientId: number) => {
    const person = live() ? people.all.get(clientId) : undefined;
    const selection = person?.cursor ? absoluteSelection(copy.text, person.cursor) : null;
    if (person === undefined || person.cursor === null) remove(clientId);
    else if (selection === null)
      return; // its text is still on the way
    else put(person, selection);
    stale.delete(clientId);
  };
  const put = (person: RemotePerson, selection: OffsetSelection) => {
    const known = drawn.get(person.clientId);
    const mark = known?.mark ?? editor.createDecorationsCollection();
    mark.set([toDecoration(model, person, selection)]);
    const head = model.getPositionAt(selection.head);
    const headFirst = selection.head < selection.anchor;
    if (known === undefined) {
      const caret = createCaretWidget(editor, person, head, ask);
      caret.openFlag();
      drawn.set(person.clientId, { person, mark, headFirst, caret });
      return;
    }
    Object.assign(known, { person, headFirst });
    known.caret.rename(person.name);
    const { position } = known.caret;
    if (position.lineNumber !== head.lineNumber || position.column !== head.column) known.caret.move(head);
  };
  const listener = model.onDidChangeContent(() => {
    for (const { mark, headFirst, caret } of drawn.values()) {
      const range = mark.getRange(0);
      if (range !== null) caret.follow(headFirst ? range.getStartPosition() : range.getEndPosition());
    }
    ask();
  });
  return {
    places: () => [...drawn.values()].map(({ person, caret }) => ({ person, position: caret.position })),
    changed(clientIds) {
      for (const id of clientIds) stale.add(id);
      ask();
    },
    draw() {
      for (const id of [...stale]) refresh(id);
      placeFlags(
        editor,
        model,
        [...drawn.values()].map(({ caret }) => caret).filter(({ flagOpen }) => flagOpen),
      );
    },
    openFlag(clientId) {
      const caret = drawn.get(clientId)?.caret;
      caret?.openFlag();
      ask();
      return caret?.position ?? null;
    },
    dispose() {
      listener.dispose();
      for (const id of [...drawn.keys()]) remove(id);
    },
  };
}

function toDecoration(model: TextModel, person: RemotePerson, { anchor, head }: OffsetSelection) {
  const from = model.getPositionAt(Math.min(anchor, head));
  const to = model.getPositionAt(Math.max(anchor, head));
  return {
    range: {
      startLineNumber: from.lineNumber,
      startColumn: from.column,
      endLineNumber: to.lineNumber,
      endColumn: to.column,
    },
    options:
      anchor === head
        ? { stickiness: STAYS_BEFORE }
        : { stickiness: NEVER_GROWS, className: `remote-selection ${personClass(person.slot)}` },
  };
}

interface Box {
  left: number;
  right: number;
  top: number;
}

function placeFlags(editor: CodeEditor, model: TextModel, carets: readonly CaretWidget[]): void {
  const boxes: Box[] = [];
  for (const caret of carets) {
    const { position } = caret;
    const site = readFlagSite(editor, model, position, caret.flagWidth());
    const row = editor.getTopForPosition(position.lineNumber, position.column);
    const box = (place: FlagPlace): Box => ({
      left: site.left,
      right: site.left + site.width,
      top: row + CARET_ROWS[place] * ROW,
    });
    const place = placeFlag(site, (wanted) => boxes.some((other) => overlap(other, box(wanted))));
    caret.placeFlag(place);
    if (place !== "cap") boxes.push(box(place));
  }
}

/** px; the height of a line of code. */
const ROW = 20;
const CARET_ROWS = { side: 0, above: -1, below: 1, cap: 0 } as const;

const overlap = (a: Box, b: Box): boolean => a.top === b.top && a.left < b.right && b.left < a.right;
