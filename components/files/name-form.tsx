"use client";

import { type FocusEvent, type FormEvent, type ReactNode, useState } from "react";
import { useSubmit } from "@/components/hooks/use-submit";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { nameProblem, nameSentence } from "./name-problem";

interface NameFormProps<Answer> {
  name: string;
  onName: (name: string) => void;
  /** What the button says. */
  action: string;
  /** Asked only with a name that a file can have. Throws ApiError. */
  send: (name: string, signal: AbortSignal) => Promise<Answer>;
  onDone: (answer: Answer) => void;
  onCancel: () => void;
  onNameFocus?: (event: FocusEvent<HTMLInputElement>) => void;
  /** Further fields. */
  children?: ReactNode;
}

/** What a dialog that names a file holds: the name, what is wrong with it, and the way on and out. */
export function NameForm<Answer>(props: NameFormProps<Answer>) {
  const { name, onName, action, send, onDone, onCancel, onNameFocus, children } = props;
  const [problem, setProblem] = useState<string>();
  const { busy, error, submit } = useSubmit(send, onDone);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const found = nameProblem(name);
    setProblem(found);
    if (found === undefined) void submit(name);
  };
  const nameError = problem ?? nameSentence(error?.field("name"));
  return (
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
          onFocus={onNameFocus}
          onChange={(event) => {
            onName(event.target.value);
            setProblem(undefined);
          }}
        />
        {children}
      </div>
      <div className="dialog-foot">
        <Button size="lg" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" size="lg" variant="primary" busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
