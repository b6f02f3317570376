import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { useAssistant } from "@/components/assistant/use-assistant";
import { usePanel } from "@/components/assistant/use-panel";
import { useAnnouncedPeople } from "@/components/people/use-announced-people";
import { usePeople } from "@/components/people/use-people";
import { useRecovery } from "@/components/recovery/use-recovery";
import { useCodeRun } from "@/components/run/use-code-run";
import { colorSlot } from "@/components/ui/avatar";
import type { CaretPlace } from "@/lib/editor/code-session";
import type { CodePaneHandle } from "./code-pane";
import type { EditorAccount, EditorFile } from "./editor-file";
import { useFileSync } from "./use-file-sync";
import { useLeaveWarning } from "./use-leave-warning";
import { useToldChanges } from "./use-told-changes";

/** A file that is open in the editor: what is known of it by now, who is there, and what can be done with it. */
export type OpenFile = ReturnType<typeof useOpenFile>;

export function useOpenFile(file: EditorFile, me: EditorAccount) {
  const { snapshot, sync } = useFileSync(file.id, me.id);
  const { place, code, ...pane } = usePane();
  const { name, language } = snapshot.file ?? file;
  const role = snapshot.role ?? file.role;
  const ended = snapshot.state.kind === "closed";
  const live = snapshot.status !== "offline";
  const ownSlot = snapshot.me === null ? undefined : colorSlot(snapshot.me.color);
  const people = usePeople(snapshot.copy?.awareness ?? null, me.id, live);
  useAnnouncedPeople(people, live);
  useLeaveWarning(snapshot);
  useToldChanges({ name, language });
  useFreshOwner(role, file.role);
  const recovery = useRecovery(snapshot, sync);
  const panel = usePanel(me.id);
  const assistant = useAssistant({ sync, language, role, live, ended, code, place, panel });
  const codeRun = useCodeRun({ sync, copy: snapshot.copy, name, language });
  return {
    ...{ snapshot, sync, name, language, role, ended, live, ownSlot, people },
    ...{ recovery, panel, assistant, codeRun },
    ...{ place, code, ...pane },
  };
}

/** Whom a viewer asks may be somebody else by now. */
function useFreshOwner(role: string, roleBefore: string): void {
  const router = useRouter();
  useEffect(() => {
    if (role !== roleBefore) router.refresh();
  }, [role, roleBefore, router]);
}

/** The code, once it is there, and where the caret is in it. */
function usePane() {
  const [place, onCaret] = useState<CaretPlace | null>(null);
  const [code, setCode] = useState<CodePaneHandle | null>(null);
  /** The same, for what is called long after it was drawn. */
  const pane = useRef<CodePaneHandle | null>(null);
  const onReady = useCallback((handle: CodePaneHandle) => {
    pane.current = handle;
    setCode(handle);
  }, []);
  const onGone = useCallback(() => {
    pane.current = null;
    setCode(null);
  }, []);
  const focusCode = () => {
    const comparison = document.querySelector<HTMLElement>(".compare");
    if (comparison === null) pane.current?.focus();
    else comparison.focus();
  };
  return { place, code, pane, onCaret, onReady, onGone, focusCode };
}
