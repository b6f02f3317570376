"use client";

import { useRouter } from "next/navigation";
import { z } from "zod";
import { AccountForm } from "@/components/auth/account-form";
import { checkFields, type Outcome, refused } from "@/components/auth/form-state";
import { UsernameField } from "@/components/auth/username-field";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { useToast } from "@/components/ui/toasts";
import { callApi } from "@/lib/browser/api-client";
import { usernameSchema, userSchema } from "@/lib/contracts/auth";

const LABELS = { username: "Username" };
const fieldsSchema = z.object({ username: usernameSchema });
type Values = z.infer<typeof fieldsSchema>;

/** The email, which stays, and the username, which may change. */
export function UsernameForm({ email, username }: { email: string; username: string }) {
  const router = useRouter();
  const toast = useToast();
  const change = async (values: Values): Promise<Outcome<"username">> => {
    const errors = checkFields(fieldsSchema, LABELS, values);
    if (errors !== undefined) return { errors };
    try {
      await callApi("PATCH", "/auth/me", userSchema, { body: values });
    } catch (error) {
      return refused(error, LABELS);
    }
    toast({ text: `You are now ${values.username}.`, icon: "check", tone: "ok" });
    router.refresh(); // the bar says it too
    return {};
  };
  return (
    <AccountForm start={{ username }} focus="username" onSubmit={change}>
      {(tie, busy) => (
        <>
          <TextField
            label="Email"
            type="email"
            value={email}
            readOnly
            help="You sign in with it. It cannot be changed."
          />
          <UsernameField {...tie("username")} />
          <div>
            <Button type="submit" size="lg" busy={busy}>
              Change username
            </Button>
          </div>
        </>
      )}
    </AccountForm>
  );
}
