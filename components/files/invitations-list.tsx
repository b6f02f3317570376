import { useClock } from "@/components/hooks/use-clock";
import { useSubmit } from "@/components/hooks/use-submit";
import { Avatar } from "@/components/ui/avatar";
import { Breakable } from "@/components/ui/breakable";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { timeUntil } from "@/components/ui/relative-time";
import { callApi, callDelete } from "@/lib/browser/api-client";
import { acceptedInviteSchema } from "@/lib/contracts/sharing";
import type { Invitation } from "./use-invitations";

interface InvitationsListProps {
  invitations: readonly Invitation[];
  /** When the server drew the page, milliseconds since 1970. */
  drawnAt: number;
  onJoined: (fileId: number) => void;
  onDeclined: (invitation: Invitation) => void;
}

/** What others invite this account to, above its files; nothing when there is none. */
export function InvitationsList({ invitations, drawnAt, onJoined, onDeclined }: InvitationsListProps) {
  const { now } = useClock(drawnAt);
  if (invitations.length === 0) return null;
  return (
    <section className="invitations" aria-labelledby="invitations">
      <h2 id="invitations">Invitations</h2>
      <ul aria-labelledby="invitations">
        {invitations.map((invitation) => (
          <InvitationRow
            key={invitation.id}
            invitation={invitation}
            now={now}
            onJoined={onJoined}
            onDeclined={() => onDeclined(invitation)}
          />
        ))}
      </ul>
    </section>
  );
}

interface InvitationRowProps {
  invitation: Invitation;
  now: number;
  onJoined: (fileId: number) => void;
  onDeclined: () => void;
}

function InvitationRow({ invitation, now, onJoined, onDeclined }: InvitationRowProps) {
  const { id, file_name, role, invited_by, expires_at } = invitation;
  const path = `/invites/received/${id}`;
  const join = useSubmit(
    (_input: null, signal) => callApi("POST", `${path}/accept`, acceptedInviteSchema, { signal }),
    ({ file_id }) => onJoined(file_id),
  );
  const decline = useSubmit((_input: null, signal) => callDelete(path, signal), onDeclined);
  const error = join.error ?? decline.error;
  return (
    <li>
      <Avatar name={invited_by} />
      <span className="grow">
        <b>{invited_by}</b> invites you to {role === "viewer" ? "view" : "edit"}{" "}
        <b>
          <Breakable name={file_name} />
        </b>
      </span>
      <span className="faint num">{timeUntil(Date.parse(expires_at), now)} left</span>
      <Button
        size="sm"
        variant="quiet"
        busy={decline.busy}
        aria-label={`Decline ${file_name}`}
        onClick={() => void decline.submit(null)}
      >
        Decline
      </Button>
      <Button
        size="sm"
        busy={join.busy}
        aria-label={`Join ${file_name}`}
        onClick={() => void join.submit(null)}
      >
        Join
      </Button>
      {error !== null && <FieldError role="alert">{error.message}</FieldError>}
    </li>
  );
}
