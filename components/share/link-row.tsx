import { useSubmit } from "@/components/hooks/use-submit";
import { ROLE_NAMES } from "@/components/role-names";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { callDelete } from "@/lib/browser/api-client";
import type { InviteItemView } from "@/lib/contracts/sharing";
import { linkState } from "./link-words";

interface LinkRowProps {
  invite: InviteItemView;
  now: number;
  /** What was done, in words. */
  onRevoked: (text: string) => void;
}

/** A link that lets people in: as what, for how long, and how often it was used. */
export function LinkRow({ invite, now, onRevoked }: LinkRowProps) {
  const { id, file_id, role, email } = invite;
  const name = email ?? `${ROLE_NAMES[role]} link`;
  const revoke = useSubmit(
    (_input: null, signal) => callDelete(`/files/${file_id}/invites/${id}`, signal),
    () => onRevoked("The link is revoked."),
  );
  return (
    <li>
      <Icon name={email === null ? "link" : "mail"} className="lead" />
      <span className="grow trunc">
        <span className="name" title={name}>
          {name}
        </span>
        <span className="state num">{linkState(invite, now)}</span>
      </span>
      <Button
        size="sm"
        variant="danger"
        busy={revoke.busy}
        aria-label={`Revoke ${name}`}
        onClick={() => void revoke.submit(null)}
      >
        Revoke
      </Button>
      {revoke.error !== null && <FieldError role="alert">{revoke.error.message}</FieldError>}
    </li>
  );
}
