"use client";

import type { PersonHere } from "@/components/people/read-people";
import { Dialog } from "@/components/ui/dialog";
import { can } from "@/lib/access/policy";
import type { Role } from "@/lib/contracts/roles";
import { CreateLink } from "./create-link";
import { PeopleWithAccess } from "./people-with-access";

interface ShareDialogProps {
  file: { id: number; name: string };
  /** One's own; only an owner can make links. */
  role: Role;
  me: { id: number };
  /** Everybody else who has the file open. */
  people: readonly PersonHere[];
  ownSlot: number | undefined;
  onClose: () => void;
}

/** Makes links to the file and shows who can open it. */
export function ShareDialog({ file, role, me, people, ownSlot, onClose }: ShareDialogProps) {
  return (
    <Dialog title="Share" about={file.name} width="wide" onClose={onClose}>
      {can(role, "invite:create") && <CreateLink fileId={file.id} />}
      <PeopleWithAccess fileId={file.id} meId={me.id} people={people} ownSlot={ownSlot} />
      {!can(role, "invite:create") && <p className="share-note help">Only the owner can make links.</p>}
    </Dialog>
  );
}
