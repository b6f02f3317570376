"use client";

import { useRouter } from "next/navigation";
import { AccountForm } from "@/components/auth/account-form";
import { checkFields, type Outcome, refused } from "@/components/auth/form-state";
import { NEW_PASSWORD_HELP, PasswordField } from "@/components/auth/password-field";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toasts";
import { callApi } from "@/lib/browser/api-client";
import { updateMeBodySchema, userSchema } from "@/lib/contracts/auth";

const START = { current_password: "", new_password: "" };
type Field = keyof typeof START;
const LABELS: Record<Field, string> = { current_password: "Current password", new_password: "New password" };

/** `email`: for password managers, which keep a password with the name one signs in with. */
export function PasswordForm({ email }: { email: string }) {
  const router = useRouter();
  const toast = useToast();
  const change = async (values: Record<Field, string>): Promise<Outcome<Field>> => {
    const errors = { ...checkFields(updateMeBodySchema, LABELS, values) };
    if (values.current_password === "") errors.current_password = "Enter your current password.";
    if (Object.keys(errors).length > 0) return { errors };
    try {
      await callApi("PATCH", "/auth/me", userSchema, { body: values });
    } catch (error) {
      return refused(error, LABELS);
    }
    toast({ text: "Password changed. You are signed out everywhere else.", icon: "check", tone: "ok" });
    router.refresh(); // the sessions that ended leave the list
    return { values: START };
  };
  return (
    <AccountForm start={START} focus="current_password" onSubmit={change}>
      {(tie, busy) => (
        <>
          <input hidden readOnly name="email" autoComplete="username" value={email} />
          <PasswordField
            {...tie("current_password")}
            label={LABELS.current_password}
            autoComplete="current-password"
          />
          <PasswordField
            {...tie("new_password")}
            label={LABELS.new_password}
            autoComplete="new-password"
            help={NEW_PASSWORD_HELP}
          />
          <div>
            <Button type="submit" size="lg" busy={busy}>
              Change password
            </Button>
          </div>
        </>
      )}
    </AccountForm>
  );
}
