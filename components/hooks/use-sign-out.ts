import { useState } from "react";
import { useToast } from "@/components/ui/toasts";
import { ApiError } from "@/lib/browser/api-client";
import { signOut } from "@/lib/browser/session";

/** Signs this browser out and goes on to `page`. Where that fails, a toast says why and one stays. */
export function useSignOut(page = "/login"): { busy: boolean; leave: () => void } {
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const leave = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await signOut();
      // A load and no soft step: the live connection keeps the cookie it began with.
      window.location.assign(page);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast({ text: error.message, icon: "error", tone: "error" });
      setBusy(false);
    }
  };
  return { busy, leave: () => void leave() };
}
