import type { CodeEditor, IDisposable, IPosition, Monaco } from "./monaco-types";
import type { PersonPlace } from "./remote-carets";

/** F7 and Shift F7: the next and the last person's place, around from the end to the start. */
export function addPeopleKeys(
  monaco: Monaco,
  editor: CodeEditor,
  places: () => readonly PersonPlace[],
  go: (clientId: number) => void,
): IDisposable {
  const { KeyCode, KeyMod } = monaco;
  const step = (by: 1 | -1) => () => {
    const from = editor.getPosition() ?? { lineNumber: 1, column: 1 };
    const next = nextPlace(places(), from, by);
    if (next === undefined) return;
    editor.setPosition(next.position);
    go(next.person.clientId);
  };
  const actions = [
    editor.addAction({
      id: "tandem.nextPerson",
      label: "Next person's place",
      keybindings: [KeyCode.F7],
      run: step(1),
    }),
    editor.addAction({
      id: "tandem.lastPerson",
      label: "Last person's place",
      keybindings: [KeyMod.Shift | KeyCode.F7],
      run: step(-1),
    }),
  ];
  return {
    dispose() {
      for (const action of actions) action.dispose();
    },
  };
}

/** The nearest place after `from` (before it for -1); none there: the first (last) of all. */
export function nextPlace(
  places: readonly PersonPlace[],
  from: IPosition,
  by: 1 | -1,
): PersonPlace | undefined {
  const sorted = [...places].sort((a, b) => by * compare(a.position, b.position));
  return sorted.find(({ position }) => by * compare(position, from) > 0) ?? sorted[0];
}

const compare = (a: IPosition, b: IPosition): number => a.lineNumber - b.lineNumber || a.column - b.column;
