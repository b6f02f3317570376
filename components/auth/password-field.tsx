"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";

interface PasswordFieldProps {
  name: string;
  label?: string;
  autoComplete: "current-password" | "new-password";
  defaultValue: string;
  help?: string;
  error?: string | undefined;
}

/** A password that can be looked at while one types it. */
export function PasswordField({ label = "Password", ...props }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const action = `${shown ? "Hide" : "Show"} ${label.toLowerCase()}`;
  return (
    <TextField
      {...props}
      label={label}
      type={shown ? "text" : "password"}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      after={
        // Named by its text: with an aria-label it would be a second thing labelled "Password".
        <button type="button" className="icon-btn" title={action} onClick={() => setShown(!shown)}>
          <Icon name="eye" />
          <span className="vh">{action}</span>
        </button>
      }
    />
  );
}

/** Under a field for a password one makes up. */
export const NEW_PASSWORD_HELP = "8 characters or more. A short sentence works well.";
