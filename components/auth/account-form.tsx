"use client";

import { type ReactNode, useActionState, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { type FormState, type Outcome, valuesOf } from "./form-state";
import { useFocusOnError } from "./use-focus-on-error";

/** What ties a field to the form's state. */
interface FieldTie<Field extends string> {
  name: Field;
  defaultValue: string;
  error: string | undefined;
}

interface AccountFormProps<Field extends string> {
  /** Every field with what it holds at first. */
  start: Record<Field, string>;
  /** The field that takes the focus when a try failed for no field in particular. */
  focus: NoInfer<Field>;
  /** One try. Throws what is no answer of the server. */
  onSubmit: (values: Record<Field, string>) => Promise<Outcome<Field>>;
  /** The fields and the button; `busy`: a try is under way, or it worked and the next page is on its way. */
  children: (tie: (name: Field) => FieldTie<Field>, busy: boolean) => ReactNode;
}

/** A form about an account: what was typed stays after a try that failed, and what was wrong is said where it is. */
export function AccountForm<Field extends string>(props: AccountFormProps<Field>) {
  const { start, focus, onSubmit, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const first: FormState<Field> = { values: start, errors: {}, refusal: null, done: false };
  const [state, submit, pending] = useActionState(async (_before: FormState<Field>, data: FormData) => {
    const values = valuesOf(data, start);
    return { ...first, values, ...(await onSubmit(values)) };
  }, first);
  useFocusOnError(form, state, focus);
  const tie = (name: Field) => ({ name, defaultValue: state.values[name], error: state.errors[name] });
  return (
    <>
      {state.refusal !== null && !pending && (
        <Banner tone="error" boxed>
          {state.refusal}
        </Banner>
      )}
      <form ref={form} className="form" action={submit} noValidate>
        {children(tie, pending || state.done)}
      </form>
    </>
  );
}
