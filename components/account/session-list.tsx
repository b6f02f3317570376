"use client";

import { useRouter } from "next/navigation";
import { useClock } from "@/components/hooks/use-clock";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toasts";
import type { SessionListView, SessionView } from "@/lib/contracts/auth";
import { SessionRow } from "./session-row";
import { useEnding } from "./use-ending";

interface SessionListProps {
  list: SessionListView;
  /** When the server drew the page, milliseconds since 1970. */
  drawnAt: number;
  /** The id of the heading, which also takes the focus when the button that had it is gone. */
  labelledBy: string;
}

/** Every session of the account, this one first, with a way to end each and all others. */
export function SessionList({ list, drawnAt, labelledBy }: SessionListProps) {
  const router = useRouter();
  const toast = useToast();
  const clock = useClock(drawnAt);
  const ended = (text: string) => {
    document.getElementById(labelledBy)?.focus();
    toast({ text, icon: "check", tone: "ok" });
    router.refresh();
  };
  const sessions = list.items.toSorted((a, b) => Number(b.current) - Number(a.current));
  const hidden = list.total - list.items.length;
  return (
    <>
      <ul className="sessions" aria-labelledby={labelledBy}>
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            clock={clock}
            onEnded={() => ended(endedWords(session))}
          />
        ))}
      </ul>
      {hidden > 0 && <p className="sessions-more">{`And ${hidden} older ones.`}</p>}
      {list.total > 1 && <EndOthers onEnded={() => ended("You are signed out everywhere else.")} />}
    </>
  );
}

const endedWords = ({ kind }: SessionView): string =>
  kind === "browser" ? "The other browser is signed out." : "The program is signed out.";

function EndOthers({ onEnded }: { onEnded: () => void }) {
  const { busy, error, submit } = useEnding("/auth/sessions", onEnded);
  return (
    <>
      {error !== null && (
        <Banner tone="error" boxed>
          {error.message}
        </Banner>
      )}
      <Button size="lg" icon="sign-out" busy={busy} onClick={() => void submit(null)}>
        Sign out everywhere else
      </Button>
    </>
  );
}
