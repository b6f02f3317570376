"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { CodePaneHandle, CodePaneProps } from "./code-pane";
import { CodePreview } from "./code-preview";
import type { TextPreview } from "./editor-file";

const loadCodePane = () => import("./code-pane").then(({ CodePane }) => CodePane);
const CodePane = dynamic(loadCodePane, { ssr: false });

interface CodeAreaProps extends Omit<CodePaneProps, "copy"> {
  /** Null: there is no text yet, or none any more. */
  copy: CodePaneProps["copy"] | null;
  preview: TextPreview;
  /** There will be no text any more. */
  gone: boolean;
}

/** The editor, and until it is there the first lines as the server read them, in the same places. */
export function CodeArea({ copy, preview, gone, onReady, ...pane }: CodeAreaProps) {
  const [ready, setReady] = useState(false);
  // Its code comes at the same time as the text, not after it.
  useEffect(() => void loadCodePane(), []);
  const tellReady = (handle: CodePaneHandle) => {
    setReady(true);
    onReady?.(handle);
  };
  return (
    <main className="edit" data-region="code">
      <h2 className="vh">Code</h2>
      {!ready && !gone && <CodePreview preview={preview} />}
      {copy !== null && <CodePane {...pane} copy={copy} onReady={tellReady} />}
    </main>
  );
}
