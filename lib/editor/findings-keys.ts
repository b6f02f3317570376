import type { CodeEditor, IDisposable, Monaco } from "./monaco-types";

/** F8 and Shift F8: the next and the last problem; Ctrl . (⌘ . on a Mac): the fix at the caret. */
export function addFindingKeys(
  { KeyCode, KeyMod }: Monaco,
  editor: CodeEditor,
  run: { next(): void; last(): void; fix(): void },
): IDisposable[] {
  const add = (id: string, label: string, key: number, does: () => void) =>
    editor.addAction({ id: `tandem.${id}`, label, keybindings: [key], run: does });
  return [
    add("nextProblem", "Next problem", KeyCode.F8, run.next),
    add("lastProblem", "Last problem", KeyMod.Shift | KeyCode.F8, run.last),
    add("applyFix", "Apply fix at the caret", KeyMod.CtrlCmd | KeyCode.Period, run.fix),
  ];
}
