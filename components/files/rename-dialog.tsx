"use client";

import { type FormEvent, useState } from "react";
import { useSubmit } from "@/components/hooks/use-submit";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { callApi } from "@/lib/browser/api-client";
import { type FileItemView, fileItemSchema } from "@/lib/contracts/files";
import { nameProblem, nameSentence } from "./name-problem";

interface RenameDialogProps {
  file: FileItemView;
  onClose: () => void;
  onRenamed: (file: FileItemView) => void;
}

export function RenameDialog({ file, onClose, onRenamed }: RenameDialogProps) {
  const [name, setName] = useState(file.name);
  const [problem, setProblem] = useState<string>();
  const { busy, error, submit } = useSubmit(
    (next: string, signal) =>
      callApi("PUT", `/files/${file.id}`, fileItemSchema, { body: { name: next }, signal }),
    onRenamed,
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const found = nameProblem(name);
    setProblem(found);
    if (found === undefined) void submit(name);
  };
  const nameError = problem ?? nameSentence(error?.field("name"));
  return (
    <Dialog title="Rename" about={file.name} width="narrow" onClose={onClose}>
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
            onFocus={(event) => selectStem(event.currentTarget)}
            onChange={(event) => {
              setName(event.target.value);
              setProblem(undefined);
            }}
          />
        </div>
        <div className="dialog-foot">
          <Button size="lg" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" size="lg" variant="primary" busy={busy}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** All but the ending: that seldom changes. */
function selectStem(input: HTMLInputElement): void {
  const dot = input.value.lastIndexOf(".");
  input.setSelectionRange(0, dot > 0 ? dot : input.value.length);
}
