"use client";

import { useState } from "react";
import { copyText } from "@/components/hooks/copy-text";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toasts";
import { saveAsFile } from "./save-as-file";

interface RecoveryBannerProps {
  text: string;
  fileName: string;
  onDiscard: () => void;
}

/** Text that could not go into the file is offered until it is taken or not wanted; it goes only after a second click. */
export function RecoveryBanner({ text, fileName, onDiscard }: RecoveryBannerProps) {
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const copy = async () => {
    if (await copyText(text)) toast({ text: "Text copied", icon: "check", tone: "ok" });
    else toast({ text: "The text could not be copied. Download it.", icon: "error", tone: "error" });
  };
  if (asking) {
    return (
      <Banner
        tone="warning"
        actions={
          <span className="row">
            <Button size="sm" onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button size="sm" variant="danger" onClick={onDiscard}>
              Discard for good
            </Button>
          </span>
        }
      >
        <b>Discard the text kept aside?</b> There is no other copy of it.
      </Banner>
    );
  }
  return (
    <Banner
      tone="warning"
      actions={
        <span className="row">
          <Button size="sm" icon="copy" onClick={() => void copy()}>
            Copy text
          </Button>
          <Button size="sm" icon="download" onClick={() => saveAsFile(`kept ${fileName}`, text)}>
            Download
          </Button>
          <Button size="sm" variant="quiet" onClick={() => setAsking(true)}>
            Discard
          </Button>
        </span>
      }
    >
      <b>Text kept aside.</b> What you typed could not go into the file. Take it from here.
    </Banner>
  );
}
