"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";

interface PasswordFieldProps {
  autoComplete: "current-password" | "new-password";
  defaultValue: string;
  help?: string;
  error?: string | undefined;
}

/** A password that can be looked at while one types it. */
export function PasswordField(props: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const label = shown ? "Hide password" : "Show password";
  return (
    <TextField
      {...props}
      label="Password"
      name="password"
      type={shown ? "text" : "password"}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      after={
        // Named by its text: with an aria-label it would be a second thing labelled "Password".
        <button type="button" className="icon-btn" title={label} onClick={() => setShown(!shown)}>
          <Icon name="eye" />
          <span className="vh">{label}</span>
        </button>
      }
    />
  );
}
