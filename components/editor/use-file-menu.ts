import { saveAsFile, saveFromServer } from "@/components/hooks/save-as-file";
import type { MenuItem } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toasts";
import { can } from "@/lib/access/policy";
import { ApiError, callApi } from "@/lib/browser/api-client";
import type { SyncSnapshot } from "@/lib/collab/client-sync-types";
import { fileItemSchema } from "@/lib/contracts/files";
import type { Role } from "@/lib/contracts/roles";
import type { EditorDialog } from "./editor-dialogs";
import { languageItems } from "./language-menu";

interface FileMenuInput {
  file: { id: number; name: string; language: string };
  /** One's own. */
  role: Role;
  snapshot: SyncSnapshot;
  open: (dialog: EditorDialog) => void;
}

export interface FileMenu {
  /** What can be done with the open file, from the menu under its name. */
  items: MenuItem[];
  /** Absent: this person only reads, or the file is there no more. */
  onLanguage: ((language: string) => void) | undefined;
}

export function useFileMenu({ file, role, snapshot, open }: FileMenuInput): FileMenu {
  const changeLanguage = useLanguageChange(file.id);
  const ended = snapshot.state.kind === "closed";
  const onLanguage = !ended && can(role, "file:rename") ? changeLanguage : undefined;
  const items: MenuItem[] = [];
  if (onLanguage !== undefined) {
    items.push({ label: "Rename…", icon: "pencil", onSelect: () => open("rename") });
    const choices = languageItems(file.language, onLanguage);
    items.push({ label: "Change language…", icon: "code", choices });
  }
  if (snapshot.copy !== null) {
    items.push({ label: "Download", icon: "download", onSelect: () => download(file, snapshot) });
  }
  // An owner hands the file over first.
  if (!ended && role !== "owner" && can(role, "people:leave")) {
    const onSelect = () => open("leave");
    items.push({ label: "Leave…", icon: "sign-out", danger: true, apart: true, onSelect });
  }
  return { items, onLanguage };
}

/** Gives the file another language. Everybody, oneself included, learns it from the live connection. */
function useLanguageChange(fileId: number): (language: string) => Promise<void> {
  const toast = useToast();
  return async (language) => {
    try {
      await callApi("PUT", `/files/${fileId}`, fileItemSchema, { body: { language } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast({ text: error.message, icon: "error", tone: "error" });
    }
  };
}

/** Saves the file on this computer: as the server keeps it, or what is on show when the server lacks some of it. */
function download(file: { id: number; name: string }, { status, copy, waiting }: SyncSnapshot): void {
  if (status === "saved" && waiting === 0) saveFromServer(file.id);
  else if (copy !== null) saveAsFile(file.name, copy.text.toString());
}
