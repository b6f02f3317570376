"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { callApi } from "@/lib/browser/api-client";
import { type CollaboratorView, collaboratorSchema } from "@/lib/contracts/sharing";

interface HandOverDialogProps {
  file: { id: number; name: string };
  user: CollaboratorView["user"];
  onClose: () => void;
  /** What was done, in words. */
  onDone: (text: string) => void;
}

/** Makes somebody else the owner: the one change that only they can take back. */
export function HandOverDialog({ file, user, onClose, onDone }: HandOverDialogProps) {
  const path = `/files/${file.id}/collaborators/${user.id}`;
  return (
    <ConfirmDialog
      title="Hand over file"
      about={file.name}
      action="Hand over"
      send={(signal) => callApi("PATCH", path, collaboratorSchema, { body: { role: "owner" }, signal })}
      onDone={() => onDone(`${user.username} is the owner now.`)}
      onClose={onClose}
    >
      <p>
        <b>{user.username}</b> becomes the owner of <b>{file.name}</b>. You stay in it as a collaborator: you
        can edit, but no longer share or delete it. Only {user.username} can hand it back.
      </p>
    </ConfirmDialog>
  );
}
