"use client";

import { useActionState, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { signIn } from "@/lib/browser/session";
import { loginBodySchema } from "@/lib/contracts/auth";
import { complaints, type FormState, refusalWords, textOf } from "./form-state";
import { PasswordField } from "./password-field";
import { useFocusOnError } from "./use-focus-on-error";

type State = FormState<"email" | "password">;
const START: State = { values: { email: "", password: "" }, errors: {}, refusal: null, done: false };

/** `next`: the path of ours to go to once signed in. */
export function SignInForm({ next }: { next: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [state, submit, pending] = useActionState(
    (_before: State, data: FormData) => trySignIn(data, next),
    START,
  );
  useFocusOnError(form, state, "password");
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
          autoComplete="username"
          defaultValue={state.values.email}
          error={state.errors.email}
        />
        <PasswordField
          autoComplete="current-password"
          defaultValue={state.values.password}
          error={state.errors.password}
        />
        <Button type="submit" variant="primary" size="lg" block busy={pending || state.done}>
          Sign in
        </Button>
      </form>
    </>
  );
}

async function trySignIn(data: FormData, next: string): Promise<State> {
  const values = { email: textOf(data, "email"), password: textOf(data, "password") };
  const state: State = { ...START, values };
  const wrong = complaints(loginBodySchema, values);
  if (wrong.has("email")) state.errors = { ...state.errors, email: "Enter your email." };
  if (wrong.has("password")) state.errors = { ...state.errors, password: "Enter your password." };
  if (wrong.size > 0) return state;
  try {
    await signIn(values);
  } catch (error) {
    return { ...state, refusal: refusalWords(error) };
  }
  // A load and no soft step: the live connection keeps the cookie it began with. It takes this page's place in history.
  window.location.replace(next);
  return { ...state, done: true };
}
