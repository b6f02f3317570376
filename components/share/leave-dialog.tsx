"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { callDelete } from "@/lib/browser/api-client";

interface LeaveDialogProps {
  file: { id: number; name: string };
  me: { id: number };
  onClose: () => void;
  onLeft: () => void;
}

/** For a collaborator or a viewer: the way out of a file. */
export function LeaveDialog({ file, me, onClose, onLeft }: LeaveDialogProps) {
  return (
    <ConfirmDialog
      title="Leave file"
      about={file.name}
      action="Leave"
      danger
      send={(signal) => callDelete(`/files/${file.id}/collaborators/${me.id}`, signal)}
      onDone={onLeft}
      onClose={onClose}
    >
      <p>
        You can no longer open <b>{file.name}</b> then. What you typed stays in it. To come back you need an
        invite.
      </p>
    </ConfirmDialog>
  );
}
