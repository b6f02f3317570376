import type { PersonHere } from "@/components/people/read-people";
import { ROLE_NAMES } from "@/components/role-names";
import { colorSlot } from "@/components/ui/avatar";
import { can } from "@/lib/access/policy";
import type { Role } from "@/lib/contracts/roles";
import type { CollaboratorView } from "@/lib/contracts/sharing";
import { AccessList } from "./access-list";
import { PersonRow } from "./person-row";
import type { Question } from "./share-questions";
import type { List } from "./use-list";
import { usePresence } from "./use-presence";

interface PeopleWithAccessProps {
  fileId: number;
  /** One's own. */
  role: Role;
  meId: number;
  /** Everybody else who has the file open; null: no editor is open that knows. */
  people: readonly PersonHere[] | null;
  ownSlot: number | undefined;
  list: List<CollaboratorView>;
  /** Something was changed, in words. */
  onSaid: (text: string) => void;
  onAsk: (question: Question) => void;
  onLeave: () => void;
}

/** Everybody who can open the file, the owner first, and who of them is here. */
export function PeopleWithAccess(props: PeopleWithAccessProps) {
  const { fileId, role, meId, people, ownSlot, list, onSaid, onAsk, onLeave } = props;
  const presence = usePresence(fileId, people);
  const row = (person: CollaboratorView) => {
    const { user } = person;
    const mine = user.id === meId;
    const here = people?.find(({ id }) => id === user.id);
    return (
      <PersonRow
        key={user.id}
        fileId={fileId}
        person={person}
        mine={mine}
        line={presence.get(user.id)}
        slot={mine ? ownSlot : here && colorSlot(here.color)}
        mayChange={!mine && can(role, "people:change")}
        // An owner hands the file over first.
        mayLeave={mine && role !== "owner" && can(role, "people:leave")}
        onChanged={(changed) => {
          list.replace(changed, (other) => other.user.id === user.id);
          onSaid(`${user.username}: ${ROLE_NAMES[changed.role]}`);
        }}
        onHandOver={() => onAsk({ what: "hand-over", user })}
        onRemove={() => onAsk({ what: "remove", user })}
        onLeave={onLeave}
      />
    );
  };
  return (
    <AccessList title="People with access" list={list}>
      {(items) => items.map(row)}
    </AccessList>
  );
}
