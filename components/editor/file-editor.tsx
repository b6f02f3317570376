"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { AccountMenu } from "@/components/account-menu";
import { AssistantRegion } from "@/components/assistant/assistant-region";
import { facesOf } from "@/components/assistant/faces";
import { MobileViews } from "@/components/assistant/mobile-views";
import { PanelButton } from "@/components/assistant/panel-button";
import { ProblemsCell } from "@/components/assistant/problems-cell";
import { useAssistant } from "@/components/assistant/use-assistant";
import { usePanel } from "@/components/assistant/use-panel";
import { PeopleRegion } from "@/components/people/people-region";
import type { PersonHere } from "@/components/people/read-people";
import { useAnnouncedPeople } from "@/components/people/use-announced-people";
import { usePeople } from "@/components/people/use-people";
import { useRecovery } from "@/components/recovery/use-recovery";
import { RunButton } from "@/components/run/run-button";
import { RunPanel } from "@/components/run/run-panel";
import { useCodeRun } from "@/components/run/use-code-run";
import { colorSlot } from "@/components/ui/avatar";
import { classNames } from "@/components/ui/class-names";
import { useToast } from "@/components/ui/toasts";
import { can } from "@/lib/access/policy";
import type { CaretPlace } from "@/lib/editor/code-session";
import { CodeArea } from "./code-area";
import type { CodePaneHandle } from "./code-pane";
import { EditorBanners } from "./editor-banners";
import { type EditorDialog, EditorDialogs } from "./editor-dialogs";
import type { EditorAccount, EditorFile } from "./editor-file";
import { StatusBar } from "./status-bar";
import { TopBar } from "./top-bar";
import { useEditorKeys } from "./use-editor-keys";
import { useFileMenu } from "./use-file-menu";
import { useFileSync } from "./use-file-sync";
import { useLeaveWarning } from "./use-leave-warning";
import { useToldChanges } from "./use-told-changes";

/** The editor page: one file, shown and edited live with whoever else has it open. */
export function FileEditor({ file, me }: { file: EditorFile; me: EditorAccount }) {
  const { snapshot, sync } = useFileSync(file.id, me.id);
  const [place, setPlace] = useState<CaretPlace | null>(null);
  const [open, setOpen] = useState<EditorDialog | null>(null);
  const pane = useRef<CodePaneHandle | null>(null);
  const [code, setCode] = useState<CodePaneHandle | null>(null);
  const toast = useToast();
  const router = useRouter();

  const { name, language } = snapshot.file ?? file;
  const role = snapshot.role ?? file.role;
  const ended = snapshot.state.kind === "closed";
  const live = snapshot.status !== "offline";
  const ownSlot = snapshot.me === null ? undefined : colorSlot(snapshot.me.color);
  const people = usePeople(snapshot.copy?.awareness ?? null, me.id, live);
  useAnnouncedPeople(people, live);
  useLeaveWarning(snapshot);
  useToldChanges({ name, language });
  useEffect(() => {
    // Whom a viewer asks may be somebody else by now.
    if (role !== file.role) router.refresh();
  }, [role, file.role, router]);
  const recovery = useRecovery(snapshot, sync);
  const panel = usePanel(me.id);
  const assistant = useAssistant({ sync, role, live, ended, code, place, panel });
  const codeRun = useCodeRun({ sync, copy: snapshot.copy, name, language });
  const menu = useFileMenu({ file: { id: file.id, name, language }, role, snapshot, open: setOpen });

  const focusCode = () => {
    const comparison = document.querySelector<HTMLElement>(".compare");
    if (comparison === null) pane.current?.focus();
    else comparison.focus();
  };
  const closeComparison = () => {
    recovery.close();
    document.querySelector<HTMLElement>("[data-compare]")?.focus();
  };
  const goTo = (person: PersonHere) => pane.current?.goToPerson(person.clientId);
  const keepPane = useCallback((handle: CodePaneHandle) => {
    pane.current = handle;
    setCode(handle);
  }, []);
  useEditorKeys({
    focusCode,
    onShowKeys: () => setOpen("keys"),
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
      <TopBar
        name={name}
        language={language}
        menu={menu}
        status={snapshot.tooLarge && live ? null : snapshot.status} // the banner says that it is not saved
        people={<PeopleRegion people={people} onGoTo={goTo} />}
        runButton={<RunButton codeRun={codeRun} language={language} away={!live || ended} role={role} />}
        panelButton={<PanelButton panel={panel} />}
        onShare={can(role, "people:list") && !ended ? () => setOpen("share") : undefined}
        account={<AccountMenu user={{ ...me, username: snapshot.me?.name ?? me.username }} slot={ownSlot} />}
      />
      <EditorBanners
        file={{ ...file, name, role }}
        me={me}
        snapshot={snapshot}
        sync={sync}
        recovery={recovery}
        onUndo={() => pane.current?.undo()}
      />
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
          onCaret={setPlace}
          onReady={keepPane}
        />
        <AssistantRegion
          fileId={file.id}
          panel={panel}
          assistant={assistant}
          faces={facesOf(people, { id: me.id, slot: ownSlot })}
          maySwitch={!ended && can(role, "assist:switch")}
          onFocusCode={focusCode}
        />
      </div>
      <RunPanel codeRun={codeRun} onLine={(line) => code?.goToLine(line)} />
      <MobileViews panel={panel} assistant={assistant} />
      <StatusBar
        snapshot={snapshot}
        people={people}
        problems={<ProblemsCell assistant={assistant} panel={panel} />}
        place={snapshot.copy === null ? null : place}
        language={language}
        onLanguage={menu.onLanguage}
        onGoTo={goTo}
        onKeys={() => setOpen("keys")}
      />
      <EditorDialogs
        open={open}
        file={{ id: file.id, name }}
        role={role}
        me={me}
        people={people}
        ownSlot={ownSlot}
        ended={ended}
        onClose={() => setOpen(null)}
        onLeave={() => setOpen("leave")}
        onLeft={onLeft}
      />
    </div>
  );
}
