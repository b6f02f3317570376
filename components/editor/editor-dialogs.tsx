"use client";

import dynamic from "next/dynamic";
import type { PersonHere } from "@/components/people/read-people";
import { can } from "@/lib/access/policy";
import type { Role } from "@/lib/contracts/roles";
import type { EditorAccount } from "./editor-file";

const ShareDialog = dynamic(() => import("@/components/share/share-dialog").then((part) => part.ShareDialog));
const LeaveDialog = dynamic(() => import("@/components/share/leave-dialog").then((part) => part.LeaveDialog));
const RenameDialog = dynamic(() =>
  import("@/components/files/rename-dialog").then((part) => part.RenameDialog),
);
const KeysDialog = dynamic(() => import("./keys-dialog").then((part) => part.KeysDialog));

export type EditorDialog = "share" | "rename" | "leave" | "keys";

interface EditorDialogsProps {
  open: EditorDialog | null;
  file: { id: number; name: string };
  role: Role;
  me: EditorAccount;
  /** Everybody else who has the file open. */
  people: readonly PersonHere[];
  ownSlot: number | undefined;
  /** Nothing can be done with the file any more. */
  ended: boolean;
  onClose: () => void;
  /** Asks for the dialog `leave`. */
  onLeave: () => void;
  onLeft: () => void;
}

/** The one dialog that is open. What one may no longer do goes away, also while its dialog is open. */
export function EditorDialogs(props: EditorDialogsProps) {
  const { open, file, role, me, people, ownSlot, ended, onClose, onLeave, onLeft } = props;
  if (open === "keys") return <KeysDialog onClose={onClose} />;
  // Also when leaving has ended the connection: the answer may still be on its way.
  if (open === "leave") return <LeaveDialog file={file} me={me} onClose={onClose} onLeft={onLeft} />;
  if (ended) return null;
  if (open === "rename" && can(role, "file:rename")) {
    return <RenameDialog file={file} onClose={onClose} onRenamed={onClose} />;
  }
  if (open === "share" && can(role, "people:list")) {
    return (
      <ShareDialog
        file={file}
        role={role}
        me={me}
        people={people}
        ownSlot={ownSlot}
        onClose={onClose}
        onLeave={onLeave}
      />
    );
  }
  return null;
}
