import type { CodeEditor, IDisposable, IPosition } from "./monaco-types";

const PLAIN = "text/plain";

/** Text dragged in from elsewhere goes where it is let go. What is dragged inside the code is Monaco's own. */
export function takeDroppedText(editor: CodeEditor, editable: () => boolean): IDisposable {
  const element = editor.getContainerDomNode();
  const placeOf = (event: DragEvent): IPosition | null =>
    editor.getTargetAtClientPoint(event.clientX, event.clientY)?.position ?? null;
  const onOver = (event: DragEvent) => {
    event.preventDefault(); // else the browser would open a file in place of the page
    const transfer = event.dataTransfer;
    if (transfer === null) return;
    transfer.dropEffect = editable() && transfer.types.includes(PLAIN) ? "copy" : "none";
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    const text = event.dataTransfer?.getData(PLAIN) ?? "";
    const position = placeOf(event);
    if (text === "" || position === null || !editable()) return;
    const { lineNumber, column } = position;
    const range = {
      startLineNumber: lineNumber,
      startColumn: column,
      endLineNumber: lineNumber,
      endColumn: column,
    };
    editor.setPosition(position);
    editor.executeEdits("drop", [{ range, text, forceMoveMarkers: true }]);
    editor.focus();
  };
  element.addEventListener("dragover", onOver);
  element.addEventListener("drop", onDrop);
  return {
    dispose() {
      element.removeEventListener("dragover", onOver);
      element.removeEventListener("drop", onDrop);
    },
  };
}
