"use client";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { callDelete } from "@/lib/browser/api-client";
import type { FileItemView } from "@/lib/contracts/files";

interface DeleteDialogProps {
  file: FileItemView;
  onClose: () => void;
  onDeleted: (file: FileItemView) => void;
}

export function DeleteDialog({ file, onClose, onDeleted }: DeleteDialogProps) {
  return (
    <ConfirmDialog
      title="Delete file"
      about={file.name}
      action="Delete"
      danger
      send={(signal) => callDelete(`/files/${file.id}`, signal)}
      onDone={() => onDeleted(file)}
      onClose={onClose}
    >
      <p>
        <b>{file.name}</b> and its history go for good, for everyone it is shared with. Who has it open is
        told.
      </p>
    </ConfirmDialog>
  );
}
