"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { MobileViews } from "@/components/assistant/mobile-views";
import { ProblemsCell } from "@/components/assistant/problems-cell";
import type { PersonHere } from "@/components/people/read-people";
import { RunPanel } from "@/components/run/run-panel";
import { classNames } from "@/components/ui/class-names";
import { useToast } from "@/components/ui/toasts";
import { can } from "@/lib/access/policy";
import { CodeAndPanel } from "./code-and-panel";
import { EditingKeys } from "./editing-keys";
import { EditorBanners } from "./editor-banners";
import { type EditorDialog, EditorDialogs } from "./editor-dialogs";
import type { EditorAccount, EditorFile } from "./editor-file";
import { EditorTop } from "./editor-top";
import { StatusBar } from "./status-bar";
import { useEditorKeys } from "./use-editor-keys";
import { useFileMenu } from "./use-file-menu";
import { type OpenFile, useOpenFile } from "./use-open-file";

/** The editor page: one file, shown and edited live with whoever else has it open. */
export function FileEditor({ file, me }: { file: EditorFile; me: EditorAccount }) {
  const [dialog, setDialog] = useState<EditorDialog | null>(null);
  const opened = useOpenFile(file, me);
  const { snapshot, name, language, role, ended, live, people, pane, code, focusCode } = opened;
  const menu = useFileMenu({ file: { id: file.id, name, language }, role, snapshot, open: setDialog });
  const toast = useToast();
  const router = useRouter();
  const goTo = (person: PersonHere) => pane.current?.goToPerson(person.clientId);
  useEditorKeys({
    focusCode,
    onShowKeys: () => setDialog("keys"),
    onSave: () => toast({ text: live ? "Saved as you type" : "Kept here until you are back online" }),
  });
  const onLeft = () => {
    router.push("/");
    toast({ text: `You left ${name}.`, icon: "sign-out" });
  };
  return (
    <div className={classNames("editor", !live && "is-away")}>
      <button type="button" className="skip-link btn" onClick={focusCode}>
        Go to code
      </button>
      <EditorTop me={me} opened={opened} menu={menu} onGoTo={goTo} onShare={() => setDialog("share")} />
      <EditorBanners
        file={{ ...file, name, role }}
        me={me}
        snapshot={snapshot}
        sync={opened.sync}
        recovery={opened.recovery}
        onUndo={() => pane.current?.undo()}
      />
      <CodeAndPanel file={file} me={me} opened={opened} />
      <RunPanel codeRun={opened.codeRun} onLine={(line) => code?.goToLine(line)} />
      <PhoneFoot opened={opened} />
      <StatusBar
        snapshot={snapshot}
        people={people}
        problems={<ProblemsCell assistant={opened.assistant} panel={opened.panel} />}
        place={snapshot.copy === null ? null : opened.place}
        language={language}
        onLanguage={menu.onLanguage}
        onGoTo={goTo}
        onKeys={() => setDialog("keys")}
      />
      <EditorDialogs
        open={dialog}
        file={{ id: file.id, name }}
        role={role}
        me={me}
        people={people}
        ownSlot={opened.ownSlot}
        ended={ended}
        onClose={() => setDialog(null)}
        onLeave={() => setDialog("leave")}
        onLeft={onLeft}
      />
    </div>
  );
}

/** In place of the line under the code: keys while one edits it, and which view is on show. */
function PhoneFoot({ opened }: { opened: OpenFile }) {
  const { code, role, ended, panel, assistant } = opened;
  const isEditing = panel.shown !== "open" && !ended && can(role, "file:edit");
  return (
    <>
      {isEditing && code !== null && <EditingKeys code={code} />}
      <MobileViews panel={panel} assistant={assistant} />
    </>
  );
}
