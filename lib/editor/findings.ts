import type { LocalCopy } from "@/lib/collab/client-sync-types";
import type { LiveFinding } from "@/lib/contracts/findings";
import { createFixes, type FindingFixes } from "./findings-fixes";
import { type FindingHint, showFindingHint } from "./findings-hint";
import { hoverText } from "./findings-hover";
import { markFindings, type PlacedFinding } from "./findings-marks";
import { nextFinding } from "./findings-order";
import { type DrawnFindings, drawFindings } from "./findings-view";
import type { CodeEditor, IDisposable, ModelEdit, Monaco, TextModel } from "./monaco-types";

/** `monaco.editor.ScrollType.Smooth` */
const SMOOTH = 0;

export interface SessionFindings extends IDisposable, FindingFixes, Omit<DrawnFindings, "enter"> {
  readonly hint: FindingHint;
  set(items: readonly LiveFinding[]): void;
  /** Puts the caret there and shows it; `nearTop`: where only the upper part of the code is in sight. */
  goTo(id: number, nearTop?: boolean): void;
  /** Goes to the next finding after the caret, or for -1 to the one before it. */
  step(by: 1 | -1): void;
  /** The caret moved, or one may edit now, or no longer. */
  changed(): void;
}

interface FindingsParts {
  monaco: Monaco;
  editor: CodeEditor;
  model: TextModel;
  copy: Pick<LocalCopy, "text">;
  editable(): boolean;
  ask(): void;
  write(edits: ModelEdit[]): (() => boolean) | null;
  tell: FindingsTell;
}

/** What a person asks for in the code. */
export interface FindingsTell {
  /** To apply these fixes: one, or one of several. */
  fix(findings: readonly LiveFinding[]): void;
  /** They went to the next finding. */
  stepped(to: PlacedFinding): void;
}

let sessions = 0;

/** Findings in the code: squiggles, what pointing shows, the line beside the caret, and its key. */
export function showFindings(parts: FindingsParts): SessionFindings {
  const { editor, copy, editable, ask, tell } = parts;
  sessions += 1;
  const fixCommand = `tandem.applyFix.${sessions}`;
  const hover = (finding: LiveFinding) => hoverText(finding, editable() ? fixCommand : null);
  const marks = markFindings({ ...parts, text: copy.text, hover });
  const hint = showFindingHint(editor);
  const { enter, ...drawn } = drawFindings({ ...parts, marks, hint });
  const placedOf = (id: number) => marks.placed.find(({ finding }) => finding.id === id);
  const goTo = (id: number, nearTop = false) => {
    const placed = placedOf(id);
    if (placed === undefined) return;
    enter();
    showPlace(editor, placed, nearTop);
  };
  const listening = [
    listenToFixes(parts, fixCommand, placedOf, () => {
      drawn.draw(); // the caret may have moved since the last animation frame
      return drawn.get().atCaret;
    }),
    editor.onDidFocusEditorText(() => {
      enter();
      ask();
    }),
  ];
  return {
    ...drawn,
    ...createFixes({ ...parts, placedOf }),
    hint,
    set: marks.set,
    goTo,
    step(by) {
      const next = nextFinding(marks.placed, editor.getPosition() ?? { lineNumber: 1, column: 1 }, by);
      if (next === undefined) return;
      goTo(next.finding.id);
      tell.stepped(next);
    },
    changed() {
      marks.refresh();
      ask();
    },
    dispose() {
      for (const each of listening) each.dispose();
      hint.dispose();
      marks.dispose();
    },
  };
}

function showPlace(editor: CodeEditor, { start }: PlacedFinding, nearTop: boolean): void {
  editor.setPosition(start);
  if (nearTop) editor.revealPositionNearTop(start, SMOOTH);
  else editor.revealPositionInCenterIfOutsideViewport(start, SMOOTH);
  editor.focus();
}

/** The ways to a fix in the code: Ctrl . (⌘ . on a Mac), and the link that pointing at a squiggle shows. */
function listenToFixes(
  { monaco, editor, tell }: FindingsParts,
  command: string,
  placedOf: (id: number) => PlacedFinding | undefined,
  atCaret: () => readonly PlacedFinding[],
): IDisposable {
  const { KeyCode, KeyMod } = monaco;
  const listening = [
    editor.addAction({
      id: "tandem.applyFix",
      label: "Apply fix at the caret",
      keybindings: [KeyMod.CtrlCmd | KeyCode.Period],
      run: () => tell.fix(fixable(atCaret())),
    }),
    monaco.editor.registerCommand(command, (_accessor: unknown, id: unknown) => {
      const placed = typeof id === "number" ? placedOf(id) : undefined;
      if (placed !== undefined) tell.fix([placed.finding]);
    }),
  ];
  return {
    dispose() {
      for (const each of listening) each.dispose();
    },
  };
}

/** Those with a fix, once each. */
const fixable = (placed: readonly PlacedFinding[]): LiveFinding[] =>
  placed.map(({ finding }) => finding).filter(({ fix }) => fix !== null);
