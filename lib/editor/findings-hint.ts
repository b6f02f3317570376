import type { CodeEditor, ContentWidget, IDisposable } from "./monaco-types";

/** `monaco.editor.ContentWidgetPositionPreference.EXACT` */
const EXACT = 0;

export interface FindingHint extends IDisposable {
  /** Whoever draws the hint fills it. */
  readonly host: HTMLElement;
  /** Behind the text of this line; null: nowhere. */
  show(line: number | null): void;
}

/** A place right of the caret's line where what is found there is told. It moves no text. */
export function showFindingHint(editor: CodeEditor): FindingHint {
  const host = document.createElement("div");
  host.className = "lens-host";
  let line: number | null = null;
  const widget: ContentWidget = {
    getId: () => "finding-hint",
    getDomNode: () => host,
    getPosition() {
      const column = line === null ? undefined : editor.getModel()?.getLineMaxColumn(line);
      if (line === null || column === undefined) return null;
      return { position: { lineNumber: line, column }, preference: [EXACT] };
    },
  };
  editor.addContentWidget(widget);
  const listener = editor.onDidChangeModelContent(() => {
    if (line !== null && line > (editor.getModel()?.getLineCount() ?? 0)) line = null;
    if (line !== null) editor.layoutContentWidget(widget);
  });
  return {
    host,
    show(next) {
      line = next;
      editor.layoutContentWidget(widget);
    },
    dispose() {
      listener.dispose();
      editor.removeContentWidget(widget);
    },
  };
}
