"use client";

import type { Clock } from "@/components/hooks/use-clock";
import { useSignOut } from "@/components/hooks/use-sign-out";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { dayAndTime, relativeTime, shortDay } from "@/components/ui/relative-time";
import type { SessionView } from "@/lib/contracts/auth";
import { useEnding } from "./use-ending";

const NAMES = { browser: "Browser", program: "Program" } as const;

interface SessionRowProps {
  session: SessionView;
  clock: Clock;
  onEnded: () => void;
}

/** One session: what it is, since when, until when, and the way out of it. */
export function SessionRow({ session, clock: { now, timeZone }, onEnded }: SessionRowProps) {
  const { id, kind, current } = session;
  const own = useSignOut();
  const other = useEnding(`/auth/sessions/${id}`, onEnded);
  const [since, until] = [Date.parse(session.created_at), Date.parse(session.expires_at)];
  return (
    <li>
      <Icon name={kind === "browser" ? "panel" : "code"} />
      <div className="grow">
        <p className="name">
          {NAMES[kind]}
          {current && <span className="state">this one</span>}
        </p>
        <p className="help">
          Signed in{" "}
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
          {current ? "this browser" : `the ${kind} signed in on ${dayAndTime(since, timeZone)}`}
        </span>
      </Button>
    </li>
  );
}
