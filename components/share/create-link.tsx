"use client";

import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { copyText } from "@/components/hooks/copy-text";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import { dayAndTime } from "@/components/ui/relative-time";
import { ApiError, callApi } from "@/lib/browser/api-client";
import { DAY_SECONDS, INVITE_DEFAULT_SECONDS } from "@/lib/contracts/limits";
import { type InviteRole, inviteRoleSchema } from "@/lib/contracts/roles";
import { type InviteView, inviteSchema } from "@/lib/contracts/sharing";

const ROLES = [
  { value: "collaborator", label: "Collaborator" },
  { value: "viewer", label: "Viewer" },
];
const ENDS_AFTER = [
  { value: String(DAY_SECONDS), label: "1 day" },
  { value: String(INVITE_DEFAULT_SECONDS), label: "7 days" },
  { value: String(30 * DAY_SECONDS), label: "30 days" },
];

/** The form that makes a link, and the link it made. */
export function CreateLink({ fileId }: { fileId: number }) {
  const [role, setRole] = useState<InviteRole>("collaborator");
  const [seconds, setSeconds] = useState(INVITE_DEFAULT_SECONDS);
  const [made, setMade] = useState<InviteView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // The dialog would begin at its cross.
  useEffect(() => form.current?.querySelector("select")?.focus(), []);
  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = { role, expires_in: seconds };
      setMade(await callApi("POST", `/files/${fileId}/invite`, inviteSchema, { body }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.problem.detail);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="dialog-body">
      <form className="share-make" ref={form} onSubmit={(event) => void create(event)}>
        <SelectField
          label="Role"
          options={ROLES}
          value={role}
          onChange={(event) => setRole(inviteRoleSchema.parse(event.target.value))}
        />
        <SelectField
          label="Ends after"
          options={ENDS_AFTER}
          value={String(seconds)}
          onChange={(event) => setSeconds(Number(event.target.value))}
        />
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          Create link
        </Button>
      </form>
      {problem !== null && (
        <div className="share-problem">
          <Banner tone="error" icon="error" boxed>
            {problem}
          </Banner>
        </div>
      )}
      {made !== null && <MadeLink key={made.id} invite={made} />}
    </div>
  );
}

/** The link, selected, with a button that copies it. It is never shown again. */
function MadeLink({ invite }: { invite: InviteView }) {
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
        Anyone with this link can join as {invite.role} until {dayAndTime(Date.parse(invite.expires_at))}. It
        is shown only once.
      </p>
    </div>
  );
}
