"use client";

import { useState } from "react";
import { copyText } from "@/components/hooks/copy-text";
import { saveAsFile } from "@/components/hooks/save-as-file";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toasts";

interface RecoveryBannerProps {
  text: string;
  /** Texts that are offered after this one. */
  more: number;
  fileName: string;
  comparing: boolean;
  /** Opens the comparison, or closes it. Absent: there is no file to compare with. */
  onCompare: (() => void) | undefined;
  onDiscard: () => void;
}

/** Text that could not go into the file is offered until it is taken or not wanted; it goes only after a second click. */
export function RecoveryBanner(props: RecoveryBannerProps) {
  const { text, more, fileName, comparing, onCompare, onDiscard } = props;
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const copy = async () => {
    if (await copyText(text)) toast({ text: "Text copied", icon: "check", tone: "ok" });
    else toast({ text: "The text could not be copied. Download it.", icon: "error", tone: "error" });
  };
  if (asking) return <DiscardQuestion onKeep={() => setAsking(false)} onDiscard={onDiscard} />;
  return (
    <Banner
      tone="warning"
      actions={
        <span className="row">
          {onCompare !== undefined && (
            <Button size="sm" aria-expanded={comparing} data-compare onClick={onCompare}>
              Compare
            </Button>
          )}
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
      <b>Text kept aside.</b> It could not go into the file by itself.
      {more > 0 && ` ${more} more after it.`}
    </Banner>
  );
}

function DiscardQuestion({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  return (
    <Banner
      tone="warning"
      actions={
        <span className="row">
          <Button size="sm" onClick={onKeep}>
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
