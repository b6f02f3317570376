"use client";

import { useActionState, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ApiError, callApi } from "@/lib/browser/api-client";
import { signIn } from "@/lib/browser/session";
import { type RegisterBody, registerBodySchema, userSchema } from "@/lib/contracts/auth";
import { complaints, type FormState, refusalWords, textOf } from "./form-state";
import { pathWithNext } from "./own-path";
import { PasswordField } from "./password-field";
import { useFocusOnError } from "./use-focus-on-error";

const FIELDS = ["email", "username", "password"] as const;
type Field = (typeof FIELDS)[number];
type State = FormState<Field>;
const LABELS: Record<Field, string> = { email: "Email", username: "Username", password: "Password" };
const START: State = {
  values: { email: "", username: "", password: "" },
  errors: {},
  refusal: null,
  done: false,
};

/** `next`: the path of ours to go to once the account is made and signed in. */
export function RegisterForm({ next }: { next: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [state, submit, pending] = useActionState(
    (_before: State, data: FormData) => tryRegister(data, next),
    START,
  );
  useFocusOnError(form, state, "email");
  return (
    <>
      {state.refusal !== null && !pending && (
        <Banner tone="error" boxed>
          {state.refusal}
        </Banner>
      )}
      <form ref={form} className="form" action={submit} noValidate>
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="email"
          defaultValue={state.values.email}
          error={state.errors.email}
        />
        <TextField
          label="Username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          defaultValue={state.values.username}
          error={state.errors.username}
        />
        <PasswordField
          autoComplete="new-password"
          help="8 characters or more. A short sentence works well."
          defaultValue={state.values.password}
          error={state.errors.password}
        />
        <Button type="submit" variant="primary" size="lg" block busy={pending || state.done}>
          Create account
        </Button>
      </form>
    </>
  );
}

async function tryRegister(data: FormData, next: string): Promise<State> {
  const values = {
    email: textOf(data, "email"),
    username: textOf(data, "username"),
    password: textOf(data, "password"),
  };
  const state: State = { ...START, values };
  const errors = checkFields(values);
  if (Object.keys(errors).length > 0) return { ...state, errors };
  try {
    await callApi("POST", "/auth/register", userSchema, { body: values });
  } catch (error) {
    return { ...state, ...refused(error) };
  }
  return { ...state, ...(await enter(values, next)) };
}

/** Signs in with the account just made. Where that fails, the sign-in page goes on: the account is there. */
async function enter(account: RegisterBody, next: string): Promise<{ done: boolean }> {
  try {
    await signIn(account);
    window.location.replace(next);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    window.location.replace(pathWithNext("/login", next));
  }
  return { done: true };
}

/** The same checks as the server's, before anything is sent. */
function checkFields(values: Record<Field, string>): State["errors"] {
  const errors: State["errors"] = {};
  const wrong = complaints(registerBodySchema, values);
  for (const field of FIELDS) {
    const complaint = wrong.get(field);
    if (complaint !== undefined) errors[field] = words(field, complaint);
  }
  return errors;
}

function words(field: Field, { code, message }: { code: string; message: string }): string {
  const isFormat = code === "invalid_format";
  if (field === "email" && isFormat) return "Enter an email address, such as name@example.com.";
  if (field === "username" && isFormat) return "Use letters, digits, _ and - only; no spaces.";
  return sentence(field, message);
}

/** The server's complaints go on from the field's name: `must have 8 characters or more`, `is taken`. */
const sentence = (field: Field, message: string): string => `${LABELS[field]} ${message}.`;

function refused(error: unknown): Pick<State, "errors" | "refusal"> {
  const errors: State["errors"] = {};
  if (error instanceof ApiError) {
    for (const field of FIELDS) {
      const message = error.field(field);
      if (message !== undefined) errors[field] = sentence(field, message);
    }
  }
  return Object.keys(errors).length > 0
    ? { errors, refusal: null }
    : { errors, refusal: refusalWords(error) };
}
