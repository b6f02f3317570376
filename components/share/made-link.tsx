"use client";

import { useEffect, useId, useRef, useState } from "react";
import { copyText } from "@/components/hooks/copy-text";
import { Button } from "@/components/ui/button";
import { dayAndTime } from "@/components/ui/relative-time";
import type { InviteView } from "@/lib/contracts/sharing";

/** The link, selected, with a button that copies it. It is never shown again. */
export function MadeLink({ invite }: { invite: InviteView }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<"yes" | "refused" | null>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
    if (field.current !== null) field.current.scrollLeft = 0; // its beginning says where it leads
  }, []);
  const copy = async () => setCopied((await copyText(invite.url, field.current)) ? "yes" : "refused");
  return (
    <div className="share-made">
      <div className="field">
        <label htmlFor={id}>Invite link</label>
        <div className="row">
          <input
            ref={field}
            id={id}
            className="input"
            readOnly
            value={invite.url}
            onFocus={(event) => event.target.select()}
          />
          <Button size="lg" icon={copied === "yes" ? "check" : "copy"} onClick={() => void copy()}>
            Copy link
          </Button>
        </div>
      </div>
      <p className="help">
        <span role="status">
          {copied === "yes" && "Link copied. "}
          {copied === "refused" && "Copying is not allowed here: the link is selected, press Ctrl C. "}
        </span>
        {whoCanJoin(invite)} can join as {invite.role} until {dayAndTime(Date.parse(invite.expires_at))}. It
        is shown only once.
      </p>
    </div>
  );
}

function whoCanJoin({ email, max_uses }: InviteView): string {
  if (email !== null) return `Only ${email}`;
  if (max_uses === null) return "Anyone with this link";
  return max_uses === 1 ? "The first person with this link" : `The first ${max_uses} people with this link`;
}
