"use client";

import type { Clock } from "@/components/hooks/use-clock";
import { useSignOut } from "@/components/hooks/use-sign-out";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { dayAndTime, relativeTime, shortDay } from "@/components/ui/relative-time";
import type { SessionView } from "@/lib/contracts/auth";
import { useEnding } from "./use-ending";

const nameOf = ({ kind, client }: SessionView): string => {
  if (kind === "browser") return client ?? "Browser";
  return client === null ? "Program" : `Program: ${client}`;
};

interface SessionRowProps {
  session: SessionView;
  clock: Clock;
  onEnded: () => void;
}

/** One session: what it is, when it was used last, since when, until when, and the way out of it. */
export function SessionRow({ session, clock: { now, timeZone }, onEnded }: SessionRowProps) {
  const { id, kind, current } = session;
  const own = useSignOut();
  const other = useEnding(`/auth/sessions/${id}`, onEnded);
  const [since, until] = [Date.parse(session.created_at), Date.parse(session.expires_at)];
  const used = Date.parse(session.last_used_at);
  return (
    <li>
      <Icon name={kind === "browser" ? "panel" : "code"} />
      <div className="grow">
        <p className="name">
          {nameOf(session)}
          {current && <span className="state">this one</span>}
        </p>
        <p className="help">
          Last used{" "}
          <time dateTime={session.last_used_at} title={dayAndTime(used, timeZone)}>
            {relativeTime(used, now, timeZone)}
          </time>
          , signed in{" "}
          <time dateTime={session.created_at} title={dayAndTime(since, timeZone)}>
            {relativeTime(since, now, timeZone)}
          </time>
          , ends{" "}
          <time dateTime={session.expires_at} title={dayAndTime(until, timeZone)}>
            {shortDay(until, timeZone)}
          </time>
        </p>
        {other.error !== null && (
          <p className="field-error" role="alert">
            <Icon name="error" />
            <span>{other.error.message}</span>
          </p>
        )}
      </div>
      <Button
        size="sm"
        busy={current ? own.busy : other.busy}
        onClick={current ? own.leave : () => void other.submit(null)}
      >
        Sign out
        <span className="vh">
          {current ? "this browser" : `${nameOf(session)}, signed in on ${dayAndTime(since, timeZone)}`}
        </span>
      </Button>
    </li>
  );
}
