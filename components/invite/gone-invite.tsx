"use client";

import type { ReactNode } from "react";
import { useClock } from "@/components/hooks/use-clock";
import { CardMessage } from "@/components/ui/card-page";
import { dayInFull } from "@/components/ui/relative-time";

interface GoneInviteProps {
  why: "taken-back" | "expired" | "used-up";
  expiresAt: string;
  /** When the server drew the page, milliseconds since 1970. */
  drawnAt: number;
  children: ReactNode;
}

/** A link that led to a file and does so no more. */
export function GoneInvite({ why, expiresAt, drawnAt, children }: GoneInviteProps) {
  const { timeZone } = useClock(drawnAt);
  const happened = {
    expired: `It ended on ${dayInFull(Date.parse(expiresAt), timeZone)}.`,
    "taken-back": "It was taken back.",
    "used-up": "It was used as often as it allowed.",
  }[why];
  return (
    <CardMessage
      icon="clock"
      tone="warning"
      title="This invite link no longer works"
      text={`${happened} Ask the file’s owner for a new one.`}
    >
      {children}
    </CardMessage>
  );
}
