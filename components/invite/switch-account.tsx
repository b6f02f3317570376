"use client";

import { pathWithNext } from "@/components/auth/own-path";
import { useSignOut } from "@/components/hooks/use-sign-out";

/** Signs out and comes back to `path` with whoever signs in next. */
export function SwitchAccount({ path }: { path: string }) {
  const { busy, leave } = useSignOut(pathWithNext("/login", path));
  return (
    <button type="button" className="link" aria-disabled={busy || undefined} onClick={leave}>
      Use another account
    </button>
  );
}
