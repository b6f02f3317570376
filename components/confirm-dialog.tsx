"use client";

import type { ReactNode } from "react";
import { useSubmit } from "@/components/hooks/use-submit";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

interface ConfirmDialogProps<Answer> {
  title: string;
  /** The file's name. */
  about: string;
  /** What the button says. */
  action: string;
  /** It cannot be taken back. */
  danger?: boolean;
  /** Throws ApiError. */
  send: (signal: AbortSignal) => Promise<Answer>;
  onDone: (answer: Answer) => void;
  onClose: () => void;
  /** What will happen, and what will not. */
  children: ReactNode;
}

/** Asks before something happens that others will notice. */
export function ConfirmDialog<Answer>(props: ConfirmDialogProps<Answer>) {
  const { title, about, action, danger = false, send, onDone, onClose, children } = props;
  const { busy, error, submit } = useSubmit((_input: null, signal) => send(signal), onDone);
  return (
    <Dialog title={title} about={about} width="narrow" onClose={onClose}>
      <div className="dialog-body form">
        {error !== null && (
          <Banner tone="error" boxed>
            {error.message}
          </Banner>
        )}
        {children}
      </div>
      <div className="dialog-foot">
        <Button size="lg" onClick={onClose}>
          Cancel
        </Button>
        <Button
          size="lg"
          variant={danger ? "solid-danger" : "primary"}
          busy={busy}
          onClick={() => void submit(null)}
        >
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
