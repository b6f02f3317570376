"use client";

import type { ReactNode } from "react";
import { useClock } from "@/components/hooks/use-clock";
import { Breakable } from "@/components/ui/breakable";
import { dayAndTime } from "@/components/ui/relative-time";
import type { InviteRole } from "@/lib/contracts/roles";
import type { InvitePreviewView } from "@/lib/contracts/sharing";

const WORDS: Record<InviteRole, { role: string; verb: string; lead: string; can: string }> = {
  collaborator: {
    role: "Collaborator",
    verb: "edit",
    lead: "You will see each other’s cursors and changes as they are typed.",
    can: "Read and edit",
  },
  viewer: {
    role: "Viewer",
    verb: "view",
    lead: "You will see changes as they are typed.",
    can: "Read",
  },
};

interface OpenInviteProps {
  preview: InvitePreviewView;
  /** When the server drew the page, milliseconds since 1970. */
  drawnAt: number;
  /** What one can do about it. */
  children: ReactNode;
}

/** Who invites to what, as what, and until when. */
export function OpenInvite({ preview, drawnAt, children }: OpenInviteProps) {
  const { timeZone } = useClock(drawnAt);
  const { role, verb, lead, can } = WORDS[preview.role];
  return (
    <>
      <h1>
        {preview.invited_by} invites you to {verb} <Breakable name={preview.file_name} />
      </h1>
      <p className="lead">{lead}</p>
      <dl className="facts">
        <dt>Your role</dt>
        <dd>{role}</dd>
        <dt>You can</dt>
        <dd>{can}</dd>
        <dt>Valid until</dt>
        <dd className="num">
          <time dateTime={preview.expires_at}>{dayAndTime(Date.parse(preview.expires_at), timeZone)}</time>
        </dd>
      </dl>
      {children}
    </>
  );
}
