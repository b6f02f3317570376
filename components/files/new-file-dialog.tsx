"use client";

import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/field";
import { callApi } from "@/lib/browser/api-client";
import { type FileView, fileSchema } from "@/lib/contracts/files";
import { guessLanguage, LANGUAGES } from "@/lib/contracts/languages";
import { NameForm } from "./name-form";

const LANGUAGE_OPTIONS = LANGUAGES.map(({ id, name }) => ({ value: id, label: name }));

interface NewFileDialogProps {
  onClose: () => void;
  onCreated: (file: FileView) => void;
}

export function NewFileDialog({ onClose, onCreated }: NewFileDialogProps) {
  const [name, setName] = useState("");
  /** Null until it is chosen: then the name decides. */
  const [language, setLanguage] = useState<string | null>(null);
  const create = (chosen: string, signal: AbortSignal) => {
    const body = { name: chosen, ...(language !== null && { language }) };
    return callApi("POST", "/files", fileSchema, { body, signal });
  };
  return (
    <Dialog title="New file" width="narrow" onClose={onClose}>
      <NameForm
        name={name}
        action="Create"
        onName={setName}
        send={create}
        onDone={onCreated}
        onCancel={onClose}
      >
        <SelectField
          label="Language"
          help="Guessed from the name. Change it at any time."
          options={LANGUAGE_OPTIONS}
          value={language ?? guessLanguage(name.trim())}
          onChange={(event) => setLanguage(event.target.value)}
        />
      </NameForm>
    </Dialog>
  );
}
