import { useRef, useState } from "react";
import { useSubmit } from "@/components/hooks/use-submit";
import { ROLE_NAMES } from "@/components/role-names";
import { Avatar } from "@/components/ui/avatar";
import { Button, IconButton } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { callApi } from "@/lib/browser/api-client";
import { type Role, roleSchema } from "@/lib/contracts/roles";
import { type CollaboratorView, collaboratorSchema } from "@/lib/contracts/sharing";

interface PersonRowProps {
  fileId: number;
  person: CollaboratorView;
  /** Where their caret is; null: in the file, but nobody knows where; undefined: not in it. */
  line: number | null | undefined;
  /** Their colour; only who is in the file has one. */
  slot: number | undefined;
  mine: boolean;
  /** One may give this person another role, and remove them. */
  mayChange: boolean;
  /** It is oneself, and one may go. */
  mayLeave: boolean;
  onChanged: (person: CollaboratorView) => void;
  onHandOver: () => void;
  onRemove: () => void;
  onLeave: () => void;
}

/** Who has access, as what, and what one can do about it. */
export function PersonRow(props: PersonRowProps) {
  const { fileId, person, line, slot, mine, mayChange, mayLeave } = props;
  const { onChanged, onHandOver, onRemove, onLeave } = props;
  const { user, role } = person;
  const change = useChosenRole(`/files/${fileId}/collaborators/${user.id}`, role, onChanged);
  return (
    <li>
      <Avatar name={user.username} slot={slot} />
      <span className="grow trunc">
        <span className="name" title={user.username}>
          {user.username}
        </span>
        {mine && <span className="state">you</span>}
        {!mine && line !== undefined && (
          <span className="state">
            <i className="here" />
            {line === null ? "here now" : `line ${line}`}
          </span>
        )}
      </span>
      {mayLeave && (
        <Button size="sm" variant="danger" onClick={onLeave}>
          Leave
        </Button>
      )}
      {mayChange ? (
        <>
          <RoleSelect
            name={user.username}
            role={change.role}
            onSelect={(next) => (next === "owner" ? onHandOver() : change.choose(next))}
          />
          <IconButton small icon="x" label={`Remove ${user.username}`} onClick={onRemove} />
        </>
      ) : (
        <span className="role">{ROLE_NAMES[role]}</span>
      )}
      {change.error !== null && <FieldError role="alert">{change.error.message}</FieldError>}
    </li>
  );
}

/** Gives the person at `path` the role that is chosen; the last one counts, also when it is chosen meanwhile. */
function useChosenRole(path: string, role: Role, onChanged: (person: CollaboratorView) => void) {
  const latest = useRef(role);
  const [chosen, setChosen] = useState(role);
  const send = async (_input: null, signal: AbortSignal): Promise<CollaboratorView> => {
    const body = { role: latest.current };
    const changed = await callApi("PATCH", path, collaboratorSchema, { body, signal });
    return latest.current === body.role ? changed : send(null, signal);
  };
  const { busy, error, submit } = useSubmit(send, onChanged, { again: true });
  const choose = (next: Role) => {
    latest.current = next;
    setChosen(next);
    void submit(null);
  };
  return { role: busy ? chosen : role, error, choose };
}

interface RoleSelectProps {
  name: string;
  role: Role;
  onSelect: (role: Role) => void;
}

function RoleSelect({ name, role, onSelect }: RoleSelectProps) {
  return (
    <select
      className="select select-quiet"
      aria-label={`Role of ${name}`}
      value={role}
      onChange={(event) => onSelect(roleSchema.parse(event.target.value))}
    >
      <option value="collaborator">{ROLE_NAMES.collaborator}</option>
      <option value="viewer">{ROLE_NAMES.viewer}</option>
      <option value="owner">Hand over…</option>
    </select>
  );
}
