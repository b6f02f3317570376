import { AssistantRegion } from "@/components/assistant/assistant-region";
import { facesOf } from "@/components/assistant/faces";
import { can } from "@/lib/access/policy";
import { CodeArea } from "./code-area";
import type { EditorAccount, EditorFile } from "./editor-file";
import type { OpenFile } from "./use-open-file";

interface CodeAndPanelProps {
  file: EditorFile;
  me: EditorAccount;
  opened: OpenFile;
}

/** The code, and the assistant beside it or, where there is no room, over it. */
export function CodeAndPanel({ file, me, opened }: CodeAndPanelProps) {
  const { snapshot, name, language, role, ended, live, people, ownSlot, recovery, panel, assistant } = opened;
  const closeComparison = () => {
    recovery.close();
    document.querySelector<HTMLElement>("[data-compare]")?.focus();
  };
  return (
    <div className="editor-body">
      <CodeArea
        copy={snapshot.copy}
        preview={file.preview}
        gone={ended && snapshot.copy === null}
        language={language}
        fileName={name}
        readOnly={ended || !can(role, "file:edit")}
        live={live}
        compared={
          recovery.comparing && recovery.offered !== null
            ? { text: recovery.offered.text, onClose: closeComparison, onDone: recovery.drop }
            : null
        }
        findings={assistant.findings.items}
        onFinding={assistant}
        onCaret={opened.onCaret}
        onReady={opened.onReady}
        onGone={opened.onGone}
      />
      <AssistantRegion
        fileId={file.id}
        panel={panel}
        assistant={assistant}
        faces={facesOf(people, { id: me.id, slot: ownSlot })}
        maySwitch={!ended && can(role, "assist:switch")}
        onFocusCode={opened.focusCode}
      />
    </div>
  );
}
