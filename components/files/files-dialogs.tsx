"use client";

import dynamic from "next/dynamic";
import { flushSync } from "react-dom";
import { useToast } from "@/components/ui/toasts";
import type { FileItemView } from "@/lib/contracts/files";
import { DeleteDialog } from "./delete-dialog";
import type { RowAction } from "./file-row";
import { NewFileDialog } from "./new-file-dialog";
import { RenameDialog } from "./rename-dialog";
import type { FileList } from "./use-file-list";

const ShareDialog = dynamic(() => import("@/components/share/share-dialog").then((part) => part.ShareDialog));
const LeaveDialog = dynamic(() => import("@/components/share/leave-dialog").then((part) => part.LeaveDialog));

export type FilesDialog = { what: "new" } | { what: RowAction; file: FileItemView };

interface FilesDialogsProps {
  dialog: FilesDialog | null;
  files: FileList;
  me: { id: number };
  onOpen: (dialog: FilesDialog) => void;
  onClose: () => void;
  onCreated: (file: FileItemView) => void;
  /** The row that had the focus is gone. */
  onGone: () => void;
}

/** The one dialog that is open on the files page. */
export function FilesDialogs(props: FilesDialogsProps) {
  const { dialog, files, me, onOpen, onClose, onCreated, onGone } = props;
  const toast = useToast();
  if (dialog === null) return null;
  if (dialog.what === "new") return <NewFileDialog onClose={onClose} onCreated={onCreated} />;
  const { what, file } = dialog;
  const gone = (text: string, icon: "trash" | "sign-out") => {
    // At once: until the dialog is closed nothing behind it can take the focus.
    flushSync(() => {
      files.remove(file.id);
      onClose();
    });
    onGone();
    toast({ text, icon });
  };
  switch (what) {
    case "rename": {
      const renamed = (changed: FileItemView) => {
        files.replace(changed);
        onClose();
      };
      return <RenameDialog file={file} onClose={onClose} onRenamed={renamed} />;
    }
    case "delete":
      return (
        <DeleteDialog
          file={file}
          onClose={onClose}
          onDeleted={() => gone(`${file.name} is deleted.`, "trash")}
        />
      );
    case "leave":
      return (
        <LeaveDialog
          file={file}
          me={me}
          onClose={onClose}
          onLeft={() => gone(`You left ${file.name}.`, "sign-out")}
        />
      );
    case "share":
      return (
        <ShareDialog
          file={file}
          role={file.role}
          me={me}
          people={null}
          ownSlot={undefined}
          onClose={onClose}
          onLeave={() => onOpen({ what: "leave", file })}
          onHandedOver={() => {
            onClose();
            files.reload();
          }}
        />
      );
  }
}
