"use client";

import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useClock } from "@/components/hooks/use-clock";
import type { PersonHere } from "@/components/people/read-people";
import { Dialog } from "@/components/ui/dialog";
import { can } from "@/lib/access/policy";
import type { Role } from "@/lib/contracts/roles";
import { collaboratorListSchema, inviteListSchema } from "@/lib/contracts/sharing";
import { AccessList } from "./access-list";
import { CreateLink } from "./create-link";
import { LinkRow } from "./link-row";
import { isOpenLink } from "./link-words";
import { PeopleWithAccess } from "./people-with-access";
import { type Question, ShareQuestions } from "./share-questions";
import { useList } from "./use-list";

interface ShareDialogProps {
  file: { id: number; name: string };
  /** One's own; only an owner can make links. */
  role: Role;
  me: { id: number };
  /** Everybody else who has the file open; null: no editor is open that knows. */
  people: readonly PersonHere[] | null;
  ownSlot: number | undefined;
  onClose: () => void;
  onLeave: () => void;
  /** Somebody else is the owner now. */
  onHandedOver?: () => void;
}

/** Makes links to the file, shows who can open it and as what, and changes that. */
export function ShareDialog(props: ShareDialogProps) {
  const { file, role, me, people, ownSlot, onClose, onLeave, onHandedOver } = props;
  const { now } = useClock(Date.now());
  const { access, links } = useAccess(file.id, role, people);
  const openLinks = links.items?.filter((invite) => isOpenLink(invite, now)) ?? [];
  const [question, setQuestion] = useState<Question | null>(null);
  const [said, setSaid] = useState("");
  const box = useRef<HTMLDivElement>(null);
  /** What had the focus goes away: on to the heading, and say what was done. */
  const done = (text: string) => {
    // At once: while a question is open nothing behind it can take the focus.
    flushSync(() => {
      setQuestion(null);
      setSaid(text);
    });
    access.reload();
    links.reload();
    box.current?.querySelector("h3")?.focus();
  };
  return (
    <>
      <Dialog title="Share" about={file.name} width="wide" onClose={onClose}>
        <div ref={box}>
          {can(role, "invite:create") && <CreateLink fileId={file.id} onMade={links.reload} />}
          <PeopleWithAccess
            fileId={file.id}
            role={role}
            meId={me.id}
            people={people}
            ownSlot={ownSlot}
            list={access}
            onSaid={setSaid}
            onAsk={setQuestion}
            onLeave={onLeave}
          />
          {can(role, "invite:list") && (
            <AccessList title="Open links" list={links}>
              {() =>
                openLinks.map((invite) => <LinkRow key={invite.id} {...{ invite, now }} onRevoked={done} />)
              }
            </AccessList>
          )}
          {!can(role, "invite:create") && (
            <p className="share-note help">Only the owner can make links and change roles.</p>
          )}
          <p className="vh" role="status">
            {said}
          </p>
        </div>
      </Dialog>
      <ShareQuestions
        question={question}
        file={file}
        openLinks={openLinks}
        onClose={() => setQuestion(null)}
        onDone={done}
        onHandedOver={onHandedOver}
      />
    </>
  );
}

/** Who has access and, for the owner, with which links others can get it. Somebody who comes in may be new to both. */
function useAccess(fileId: number, role: Role, people: readonly PersonHere[] | null) {
  const present = people?.map((person) => person.id).join();
  const access = useList(`/files/${fileId}/collaborators`, collaboratorListSchema, present);
  const invites = can(role, "invite:list") ? `/files/${fileId}/invites` : null;
  const links = useList(invites, inviteListSchema, present);
  return { access, links };
}
