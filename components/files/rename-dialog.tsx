"use client";

import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { callApi } from "@/lib/browser/api-client";
import { type FileItemView, fileItemSchema } from "@/lib/contracts/files";
import { NameForm } from "./name-form";

interface RenameDialogProps {
  file: { id: number; name: string };
  onClose: () => void;
  onRenamed: (file: FileItemView) => void;
}

export function RenameDialog({ file, onClose, onRenamed }: RenameDialogProps) {
  const [name, setName] = useState(file.name);
  const rename = (chosen: string, signal: AbortSignal) =>
    callApi("PUT", `/files/${file.id}`, fileItemSchema, { body: { name: chosen }, signal });
  return (
    <Dialog title="Rename" about={file.name} width="narrow" onClose={onClose}>
      <NameForm
        name={name}
        action="Rename"
        onName={setName}
        send={rename}
        onDone={onRenamed}
        onCancel={onClose}
        onNameFocus={(event) => selectStem(event.currentTarget)}
      />
    </Dialog>
  );
}

/** All but the ending: that seldom changes. */
function selectStem(input: HTMLInputElement): void {
  const dot = input.value.lastIndexOf(".");
  input.setSelectionRange(0, dot > 0 ? dot : input.value.length);
}
