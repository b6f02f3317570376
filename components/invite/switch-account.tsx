"use client";

import { useState } from "react";
import { pathWithNext } from "@/components/auth/own-path";
import { useToast } from "@/components/ui/toasts";
import { ApiError } from "@/lib/browser/api-client";
import { signOut } from "@/lib/browser/session";

/** Signs out and comes back to `path` with whoever signs in next. */
export function SwitchAccount({ path }: { path: string }) {
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const leave = async () => {
    setBusy(true);
    try {
      await signOut();
      window.location.assign(pathWithNext("/login", path));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast({ text: error.message, icon: "error", tone: "error" });
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      className="link"
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : leave}
    >
      Use another account
    </button>
  );
}
