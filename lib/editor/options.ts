import type { editor } from "monaco-editor/editor";

/** Below this width the code wraps and its gutter is narrow (design, breakpoints). */
export const NARROW_QUERY = "(max-width: 767px)";

const FONT =
  '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace';

interface Look {
  fileName: string;
  readOnly: boolean;
  narrow: boolean;
  reducedMotion: boolean;
}

/** What changes while the editor is open. */
export function changingOptions({ fileName, readOnly, narrow, reducedMotion }: Look): editor.IEditorOptions {
  return {
    ariaLabel: `${fileName}. ${tabHint()}`,
    readOnly,
    domReadOnly: readOnly,
    renderLineHighlight: readOnly ? "none" : "all",
    fontSize: narrow ? 12 : 13,
    lineNumbersMinChars: narrow ? 4 : 5,
    // With the column for folding (16 px) the text begins at 60 px, narrow at 40.
    lineDecorationsWidth: narrow ? 11 : 5,
    folding: !narrow,
    wordWrap: narrow ? "on" : "off",
    smoothScrolling: !reducedMotion,
    cursorBlinking: reducedMotion ? "solid" : "blink",
  };
}

/** The code is no trap for the keyboard. */
function tabHint(): string {
  const keys = /Mac|iP(hone|ad|od)/.test(navigator.platform) ? "Control Shift M" : "Ctrl M";
  return `${keys}: Tab moves focus out of the code`;
}

/** People call, code does not: brackets keep the colour of punctuation. */
export const PLAIN_BRACKETS = { enabled: false, independentColorPoolPerBracketType: false };

export const FIXED_OPTIONS = {
  // Trap: with it, an edit by others in the line where an input method is at work garbles what is being entered.
  editContext: false,
  automaticLayout: true,
  fontFamily: FONT,
  fontLigatures: false,
  lineHeight: 20,
  letterSpacing: 0,
  padding: { top: 4, bottom: 4 },
  tabSize: 4,
  glyphMargin: false,
  showFoldingControls: "mouseover",
  // Even when it is off it would have a worker look for its section headers.
  minimap: { enabled: false, showRegionSectionHeaders: false, showMarkSectionHeaders: false },
  stickyScroll: { enabled: true },
  scrollBeyondLastLine: false,
  // The rail stands in for the vertical scrollbar and the overview ruler.
  scrollbar: { vertical: "hidden", verticalScrollbarSize: 0, horizontalScrollbarSize: 10, useShadows: false },
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  wrappingIndent: "same",
  cursorWidth: 2,
  matchBrackets: "always",
  guides: { indentation: true, bracketPairs: false },
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false, nonBasicASCII: false },
  renderFinalNewline: "on", // dimmed, its number would be too faint
  unusualLineTerminators: "off", // else a dialog asks to take them out
  // What asks a worker before it is wanted.
  links: false,
  colorDecorators: false,
  defaultColorDecorators: "never",
  quickSuggestions: false,
  suggestOnTriggerCharacters: false,
  wordBasedSuggestions: "currentDocument",
  inlineSuggest: { enabled: false },
  occurrencesHighlight: "off",
  codeLens: false,
  pasteAs: { enabled: false },
  dropIntoEditor: { enabled: false }, // it leaves `$0` behind; lib/editor/text-drop.ts does it
  find: { addExtraSpaceOnTop: false },
  fixedOverflowWidgets: true,
  readOnlyMessage: { value: "You are a viewer: you can read and follow." },
} satisfies editor.IStandaloneEditorConstructionOptions;

/** What a screen reader hears of the two texts. */
export const comparisonLabels = (fileName: string): [file: string, kept: string] => [
  `${fileName} as it is now. ${tabHint()}`,
  `The text kept aside. ${tabHint()}`,
];

/** Two texts beside each other, or where there is little room in one column; nothing is typed there. */
export function comparisonOptions({
  fileName,
  narrow,
  reducedMotion,
}: Omit<Look, "readOnly">): editor.IStandaloneDiffEditorConstructionOptions {
  return {
    ...FIXED_OPTIONS,
    ...changingOptions({ fileName, readOnly: true, narrow, reducedMotion }),
    domReadOnly: true,
    lineNumbersMinChars: narrow ? 3 : 4,
    lineDecorationsWidth: 20, // + and −
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    stickyScroll: { enabled: false },
    readOnlyMessage: { value: "Nothing is typed here: take changes over, or close the comparison." },
    diffWordWrap: narrow ? "on" : "off",
    ignoreTrimWhitespace: false, // a space counts
    renderSideBySide: true,
    useInlineViewWhenSpaceIsLimited: true,
    renderMarginRevertIcon: false,
    renderGutterMenu: false,
    renderOverviewRuler: false,
    hideUnchangedRegions: { enabled: true },
  };
}
