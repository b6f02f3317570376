"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { callDelete } from "@/lib/browser/api-client";
import type { CollaboratorView, InviteItemView } from "@/lib/contracts/sharing";

interface RemoveDialogProps {
  file: { id: number; name: string };
  user: CollaboratorView["user"];
  /** Links with which anybody can join. */
  openLinks: readonly InviteItemView[];
  onClose: () => void;
  /** What was done, in words. */
  onDone: (text: string) => void;
}

/** Takes somebody's access away, and on request the links with which they could come back. */
export function RemoveDialog({ file, user, openLinks, onClose, onDone }: RemoveDialogProps) {
  const [revoke, setRevoke] = useState(false);
  const send = async (signal: AbortSignal) => {
    for (const { id } of revoke ? openLinks : []) {
      await callDelete(`/files/${file.id}/invites/${id}`, signal);
    }
    await callDelete(`/files/${file.id}/collaborators/${user.id}`, signal);
  };
  const links = openLinks.length === 1 ? "the open link" : `the ${openLinks.length} open links`;
  return (
    <ConfirmDialog
      title={`Remove ${user.username}`}
      about={file.name}
      action="Remove"
      danger
      send={send}
      onDone={() => onDone(`${user.username} is removed.`)}
      onClose={onClose}
    >
      <p>
        <b>{user.username}</b> can no longer open <b>{file.name}</b> and is told at once. What they typed
        stays in it.
      </p>
      {openLinks.length > 0 && (
        <label className="check">
          <input type="checkbox" checked={revoke} onChange={(event) => setRevoke(event.target.checked)} />
          <span>
            Revoke {links} too. With {openLinks.length === 1 ? "it" : "one of them"} {user.username} could
            join again.
          </span>
        </label>
      )}
    </ConfirmDialog>
  );
}
