"use client";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ApiError, callApi } from "@/lib/browser/api-client";
import { signIn } from "@/lib/browser/session";
import { type RegisterBody, registerBodySchema, userSchema } from "@/lib/contracts/auth";
import { AccountForm } from "./account-form";
import { checkFields, type Outcome, refused } from "./form-state";
import { pathWithNext } from "./own-path";
import { NEW_PASSWORD_HELP, PasswordField } from "./password-field";
import { UsernameField } from "./username-field";

const START = { email: "", username: "", password: "" };
type Field = keyof typeof START;
const LABELS: Record<Field, string> = { email: "Email", username: "Username", password: "Password" };

/** `next`: the path of ours to go to once the account is made and signed in. */
export function RegisterForm({ next }: { next: string }) {
  return (
    <AccountForm start={START} focus="email" onSubmit={(values) => tryRegister(values, next)}>
      {(tie, busy) => (
        <>
          <TextField {...tie("email")} label={LABELS.email} type="email" autoComplete="email" />
          <UsernameField {...tie("username")} />
          <PasswordField {...tie("password")} autoComplete="new-password" help={NEW_PASSWORD_HELP} />
          <Button type="submit" variant="primary" size="lg" block busy={busy}>
            Create account
          </Button>
        </>
      )}
    </AccountForm>
  );
}

async function tryRegister(values: Record<Field, string>, next: string): Promise<Outcome<Field>> {
  const errors = checkFields(registerBodySchema, LABELS, values);
  if (errors !== undefined) return { errors };
  try {
    await callApi("POST", "/auth/register", userSchema, { body: values });
  } catch (error) {
    return refused(error, LABELS);
  }
  return enter(values, next);
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
