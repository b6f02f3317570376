import { useState } from "react";
import { z } from "zod";
import { useToast } from "@/components/ui/toasts";
import { ApiError, callApi } from "@/lib/browser/api-client";

/** Switches the model off for a file, or on again. Everybody, oneself included, learns it from the live connection. */
export function useSwitch(fileId: number): { busy: boolean; turn: (on: boolean) => void } {
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const turn = async (enabled: boolean) => {
    setBusy(true);
    try {
      await callApi("PATCH", `/files/${fileId}/assistant`, z.unknown(), { body: { enabled } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast({ text: error.message, icon: "error", tone: "error" });
    } finally {
      setBusy(false);
    }
  };
  return { busy, turn: (on) => void turn(on) };
}
