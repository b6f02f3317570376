"use client";

import dynamic from "next/dynamic";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { InlineHint } from "@/components/assistant/inline-hint";
import { useMedia } from "@/components/hooks/use-media";
import { classNames } from "@/components/ui/class-names";
import type { LocalCopy } from "@/lib/collab/client-sync-types";
import type { LiveFinding } from "@/lib/contracts/findings";
import { type CaretPlace, type CodeSession, openSession } from "@/lib/editor/code-session";
import type { FindingsTell, SessionFindings } from "@/lib/editor/findings";
import { monaco } from "@/lib/editor/monaco";
import type { CodeEditor } from "@/lib/editor/monaco-types";
import { changingOptions, FIXED_OPTIONS, NARROW_QUERY } from "@/lib/editor/options";
import { currentTheme, followTheme } from "@/lib/editor/themes";
import { CodeRail } from "./code-rail";

const ComparisonPane = dynamic(() =>
  import("@/components/recovery/comparison-pane").then((part) => part.ComparisonPane),
);

/** A text that was kept aside, to be compared with the file. */
export interface ComparedText {
  text: string;
  onClose: () => void;
  onDone: () => void;
}

export interface CodePaneProps {
  /** What is shown and edited; another object when it had to be begun anew (lib/collab/client-sync-types.ts). */
  copy: LocalCopy;
  /** Monaco language id (lib/contracts/languages.ts). */
  language: string;
  fileName: string;
  readOnly: boolean;
  /** False: offline; other people's carets go away. */
  live: boolean;
  /** Shown beside the file instead of the editor; null: none. */
  compared: ComparedText | null;
  findings: readonly LiveFinding[];
  /** What a person asks for at a finding in the code. */
  onFinding: FindingsTell;
  /** At most once in an animation frame. */
  onCaret?(place: CaretPlace): void;
  /** Told once the text is shown, and again for another copy. */
  onReady?(handle: CodePaneHandle): void;
  /** What was told last can no longer be used. */
  onGone?(): void;
}

export interface CodePaneHandle {
  focus(): void;
  /** Scrolls to this person's caret and opens its flag; nothing happens when they have none. */
  goToPerson(clientId: number): void;
  /** Puts the caret at the start of a line and shows it; of a text that is shorter, the last. */
  goToLine(line: number): void;
  readonly findings: SessionFindings;
  layout(): void;
  /** Takes back one's own last edit. */
  undo(): void;
  redo(): void;
  /** As if the key had been pressed in the code. */
  type(text: string): void;
  indent(): void;
}

const FONT_TO_MEASURE = '13px "JetBrains Mono Variable"';

/** The code: Monaco, bound to the copy's text. Loaded with `dynamic(…, { ssr: false })`. */
export function CodePane(props: CodePaneProps) {
  const { copy, language, fileName, readOnly, live, compared, findings, onFinding } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useEditor(host, { fileName, readOnly });
  const session = useSession(editor, copy, props);

  useEffect(() => session?.setLanguage(language), [session, language]);
  useEffect(() => session?.setLive(live), [session, live]);
  useEffect(() => session?.findings.set(findings), [session, findings]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `useEditor` has just told the editor of `readOnly`.
  useEffect(() => session?.permissionChanged(), [session, readOnly]);

  return (
    <>
      <div className={classNames("code-pane", readOnly && "is-read-only")} inert={compared !== null}>
        <div ref={host} className="code-host" />
        {session !== null && editor !== null && <CodeRail editor={editor} session={session} />}
        {session !== null && <InlineHint findings={session.findings} onFix={onFinding.fix} />}
      </div>
      {session !== null && compared !== null && (
        <ComparisonPane
          {...compared}
          session={session}
          language={language}
          fileName={fileName}
          readOnly={readOnly}
        />
      )}
    </>
  );
}

function useEditor(
  host: React.RefObject<HTMLDivElement | null>,
  { fileName, readOnly }: { fileName: string; readOnly: boolean },
): CodeEditor | null {
  const [editor, setEditor] = useState<CodeEditor | null>(null);
  const narrow = useMedia(NARROW_QUERY);
  const reducedMotion = useMedia("(prefers-reduced-motion: reduce)");
  const look = { fileName, readOnly, narrow, reducedMotion };
  const create = useEffectEvent((element: HTMLElement) =>
    monaco.editor.create(element, {
      ...FIXED_OPTIONS,
      ...changingOptions(look),
      model: null,
      theme: currentTheme(),
    }),
  );
  useEffect(() => {
    if (host.current === null) return;
    const created = create(host.current);
    const theme = followTheme(monaco);
    setEditor(created);
    measureFont();
    return () => {
      setEditor(null);
      theme.dispose();
      created.dispose();
    };
  }, [host]);
  useEffect(() => {
    editor?.updateOptions(changingOptions({ fileName, readOnly, narrow, reducedMotion }));
  }, [editor, fileName, readOnly, narrow, reducedMotion]);
  return editor;
}

/** Monaco measures letters when it is made; a font that comes later has others. */
function measureFont(): void {
  const remeasure = () => monaco.editor.remeasureFonts();
  // Without the font the next one of the list stays, and that is measured already.
  document.fonts.load(FONT_TO_MEASURE).then(remeasure, remeasure);
}

function useSession(
  editor: CodeEditor | null,
  copy: LocalCopy,
  {
    onCaret,
    onReady,
    onGone,
    onFinding,
  }: Pick<CodePaneProps, "onCaret" | "onReady" | "onGone" | "onFinding">,
): CodeSession | null {
  const [session, setSession] = useState<CodeSession | null>(null);
  const tellCaret = useEffectEvent((place: CaretPlace) => onCaret?.(place));
  const tellFix = useEffectEvent<FindingsTell["fix"]>((findings) => onFinding.fix(findings));
  const tellStepped = useEffectEvent<FindingsTell["stepped"]>((to) => onFinding.stepped(to));
  const tellReady = useEffectEvent((handle: CodePaneHandle) => onReady?.(handle));
  const tellGone = useEffectEvent(() => onGone?.());
  useEffect(() => {
    if (editor === null) return;
    const opened = openSession(monaco, editor, copy, {
      caret: (place) => tellCaret(place),
      fix: (findings) => tellFix(findings),
      stepped: (to) => tellStepped(to),
    });
    setSession(opened);
    tellReady({
      focus: () => editor.focus(),
      goToPerson: (clientId) => opened.goToPerson(clientId),
      goToLine: (line) => showLine(editor, line),
      findings: opened.findings,
      layout: () => editor.layout(),
      undo: () => opened.undo(),
      redo: () => opened.redo(),
      type: (text) => editor.trigger("keyboard", "type", { text }),
      indent: () => editor.trigger("keyboard", "tab", null),
    });
    return () => {
      setSession(null);
      tellGone();
      opened.dispose();
    };
  }, [editor, copy]);
  return session;
}

function showLine(editor: CodeEditor, line: number): void {
  const lineNumber = Math.min(line, editor.getModel()?.getLineCount() ?? 1);
  editor.setPosition({ lineNumber, column: 1 });
  editor.revealLineInCenterIfOutsideViewport(lineNumber);
  editor.focus();
}
