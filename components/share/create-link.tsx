"use client";

import { type FormEvent, useState } from "react";
import { useSubmit } from "@/components/hooks/use-submit";
import { ROLE_NAMES } from "@/components/role-names";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { callApi } from "@/lib/browser/api-client";
import { DAY_SECONDS, INVITE_DEFAULT_SECONDS } from "@/lib/contracts/limits";
import { inviteRoleSchema } from "@/lib/contracts/roles";
import { type CreateInviteBody, type InviteView, inviteSchema } from "@/lib/contracts/sharing";
import { MadeLink } from "./made-link";

const ROLES = inviteRoleSchema.options.map((value) => ({ value, label: ROLE_NAMES[value] }));
const ENDS_AFTER = [
  { value: String(DAY_SECONDS), label: "1 day" },
  { value: String(INVITE_DEFAULT_SECONDS), label: "7 days" },
  { value: String(30 * DAY_SECONDS), label: "30 days" },
];
const NO_LIMIT = "";
const USES = [
  { value: NO_LIMIT, label: "Without limit" },
  { value: "1", label: "Once" },
  { value: "5", label: "5 times" },
  { value: "20", label: "20 times" },
];

interface CreateLinkProps {
  fileId: number;
  onMade: () => void;
}

/** The form that makes a link, and the link it made. */
export function CreateLink({ fileId, onMade }: CreateLinkProps) {
  const [role, setRole] = useState<CreateInviteBody["role"]>("collaborator");
  const [seconds, setSeconds] = useState(INVITE_DEFAULT_SECONDS);
  const [uses, setUses] = useState(NO_LIMIT);
  const [email, setEmail] = useState("");
  const [made, setMade] = useState<InviteView | null>(null);
  const { busy, error, submit } = useSubmit(
    (body: CreateInviteBody, signal) =>
      callApi("POST", `/files/${fileId}/invite`, inviteSchema, { body, signal }),
    (invite) => {
      setMade(invite);
      onMade();
    },
    { again: true },
  );
  const create = (event: FormEvent) => {
    event.preventDefault();
    void submit({
      role,
      expires_in: seconds,
      ...(uses !== NO_LIMIT && { max_uses: Number(uses) }),
      ...(email.trim() !== "" && { email: email.trim() }),
    });
  };
  const wrongEmail = error?.field("email") !== undefined;
  return (
    <div className="dialog-body">
      <form className="share-make" onSubmit={create} noValidate>
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
        <SelectField
          label="Can be used"
          options={USES}
          value={uses}
          onChange={(event) => setUses(event.target.value)}
        />
        <TextField
          label="Only for (optional)"
          type="email"
          placeholder="name@example.com"
          autoComplete="off"
          value={email}
          error={wrongEmail ? "This is no email address. Check it, or leave it out." : undefined}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          Create link
        </Button>
      </form>
      {error !== null && !wrongEmail && (
        <div className="share-problem">
          <Banner tone="error" icon="error" boxed>
            {error.message}
          </Banner>
        </div>
      )}
      {made !== null && <MadeLink key={made.id} invite={made} />}
    </div>
  );
}
