"use client";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { signIn } from "@/lib/browser/session";
import { loginBodySchema } from "@/lib/contracts/auth";
import { AccountForm } from "./account-form";
import { complaints, type Outcome, refused } from "./form-state";
import { PasswordField } from "./password-field";

const START = { email: "", password: "" };
type Field = keyof typeof START;

/** `next`: the path of ours to go to once signed in. */
export function SignInForm({ next }: { next: string }) {
  return (
    <AccountForm start={START} focus="password" onSubmit={(values) => trySignIn(values, next)}>
      {(tie, busy) => (
        <>
          <TextField {...tie("email")} label="Email" type="email" autoComplete="username" />
          <PasswordField {...tie("password")} autoComplete="current-password" />
          <Button type="submit" variant="primary" size="lg" block busy={busy}>
            Sign in
          </Button>
        </>
      )}
    </AccountForm>
  );
}

async function trySignIn(values: Record<Field, string>, next: string): Promise<Outcome<Field>> {
  const wrong = complaints(loginBodySchema, values);
  const errors: Outcome<Field>["errors"] = {};
  if (wrong.has("email")) errors.email = "Enter your email.";
  if (wrong.has("password")) errors.password = "Enter your password.";
  if (wrong.size > 0) return { errors };
  try {
    await signIn(values);
  } catch (error) {
    return refused(error, {});
  }
  // A load and no soft step: the live connection keeps the cookie it began with. It takes this page's place in history.
  window.location.replace(next);
  return { done: true };
}
