import type { editor, IDisposable, IPosition, IRange } from "monaco-editor/editor";

/** Types only: whoever needs Monaco itself is handed it, so that there is one, and none on the server. */
export type Monaco = typeof import("monaco-editor/editor");
export type CodeEditor = editor.IStandaloneCodeEditor;
export type TextModel = editor.ITextModel;
export type ModelEdit = editor.IIdentifiedSingleEditOperation;
export type ModelChange = editor.IModelContentChange;
export type Decoration = editor.IModelDeltaDecoration;
export type ContentWidget = editor.IContentWidget;
export type Decorations = editor.IEditorDecorationsCollection;
export type { IDisposable, IPosition, IRange };
