"use client";

import { type FormEvent, useState } from "react";
import { useSubmit } from "@/components/hooks/use-submit";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/field";
import { callApi } from "@/lib/browser/api-client";
import { type CreateFileBody, type FileView, fileSchema } from "@/lib/contracts/files";
import { guessLanguage, LANGUAGES } from "@/lib/contracts/languages";
import { nameProblem, nameSentence } from "./name-problem";

const LANGUAGE_OPTIONS = LANGUAGES.map(({ id, name }) => ({ value: id, label: name }));

interface NewFileDialogProps {
  onClose: () => void;
  onCreated: (file: FileView) => void;
}

export function NewFileDialog({ onClose, onCreated }: NewFileDialogProps) {
  const [name, setName] = useState("");
  /** Null until it is chosen: then the name decides. */
  const [language, setLanguage] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();
  const { busy, error, submit } = useSubmit(
    (body: CreateFileBody, signal) => callApi("POST", "/files", fileSchema, { body, signal }),
    onCreated,
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const found = nameProblem(name);
    setProblem(found);
    if (found === undefined) void submit({ name, ...(language !== null && { language }) });
  };
  const nameError = problem ?? nameSentence(error?.field("name"));
  return (
    <Dialog title="New file" width="narrow" onClose={onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div className="dialog-body form">
          {error !== null && nameError === undefined && (
            <Banner tone="error" boxed>
              {error.message}
            </Banner>
          )}
          <TextField
            label="Name"
            value={name}
            error={nameError}
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            onChange={(event) => {
              setName(event.target.value);
              setProblem(undefined);
            }}
          />
          <SelectField
            label="Language"
            help="Guessed from the name. Change it at any time."
            options={LANGUAGE_OPTIONS}
            value={language ?? guessLanguage(name.trim())}
            onChange={(event) => setLanguage(event.target.value)}
          />
        </div>
        <div className="dialog-foot">
          <Button size="lg" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" size="lg" variant="primary" busy={busy}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
