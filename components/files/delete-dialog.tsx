"use client";

import { z } from "zod";
import { useSubmit } from "@/components/hooks/use-submit";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ApiError, callApi } from "@/lib/browser/api-client";
import type { FileItemView } from "@/lib/contracts/files";

interface DeleteDialogProps {
  file: FileItemView;
  onClose: () => void;
  onDeleted: (file: FileItemView) => void;
}

export function DeleteDialog({ file, onClose, onDeleted }: DeleteDialogProps) {
  const { busy, error, submit } = useSubmit(
    (_input: null, signal) => deleteFile(file.id, signal),
    () => onDeleted(file),
  );
  return (
    <Dialog title="Delete file" about={file.name} width="narrow" onClose={onClose}>
      <div className="dialog-body form">
        {error !== null && (
          <Banner tone="error" boxed>
            {error.message}
          </Banner>
        )}
        <p className="prose">
          <b>{file.name}</b> and its history go for good, for everyone it is shared with. Who has it open is
          told.
        </p>
      </div>
      <div className="dialog-foot">
        <Button size="lg" onClick={onClose}>
          Cancel
        </Button>
        <Button size="lg" variant="solid-danger" busy={busy} onClick={() => void submit(null)}>
          Delete
        </Button>
      </div>
    </Dialog>
  );
}

/** A file that is gone already is as good as deleted. */
async function deleteFile(fileId: number, signal: AbortSignal): Promise<void> {
  try {
    await callApi("DELETE", `/files/${fileId}`, z.undefined(), { signal });
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.status !== 404) throw error;
  }
}
