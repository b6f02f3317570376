"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Blank } from "./blank";
import { AnswerTurn, PersonTurn } from "./chat-turns";
import { Composer } from "./composer";
import type { Faces } from "./faces";
import { parseMarkdown, plainText } from "./markdown";
import type { Assistant } from "./use-assistant";
import { useSwitch } from "./use-switch";

interface ChatTabProps {
  assistant: Assistant;
  faces: Faces;
  fileId: number;
  maySwitch: boolean;
}

/** What everybody in the file asks the assistant, and its answers as they come. */
export function ChatTab({ assistant, faces, fileId, maySwitch }: ChatTabProps) {
  const { runs, available } = assistant.chat;
  const log = useStickyEnd();
  return (
    <div className="chatbody">
      {/* What comes word by word is told once it is whole, below. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the keyboard */}
      <div ref={log} className="log" role="log" aria-label="Chat" aria-live="off" tabIndex={0}>
        {runs.length === 0 && available === "yes" && (
          <Blank title="Ask about this file">
            The assistant reads what everyone here sees now. Select lines first to ask about just those.
          </Blank>
        )}
        {runs.map((run) => (
          <div key={run.id} className="turns">
            <PersonTurn run={run} slot={faces.get(run.by.id)} onGoToLine={assistant.goToLine} />
            <AnswerTurn run={run} assistant={assistant} />
          </div>
        ))}
        {available === "no_model" && <NoModel />}
        {available === "off" && <SwitchedOff fileId={fileId} maySwitch={maySwitch} />}
      </div>
      <ToldAnswer assistant={assistant} />
      {available === "yes" && !assistant.ended && <Composer assistant={assistant} />}
    </div>
  );
}

/** Keeps the end in view while it is in view: text never moves under a reader who has scrolled up. */
function useStickyEnd() {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = log.current;
    if (element === null) return;
    const look = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
    };
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, []);
  useLayoutEffect(() => {
    if (atEnd.current && log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  });
  return log;
}

/** A finished answer, told once to who cannot see it; those that were there before are not told. */
function ToldAnswer({ assistant }: { assistant: Assistant }) {
  const last = assistant.chat.runs.at(-1);
  const [seenRunning, setSeenRunning] = useState<number | null>(null);
  if (last?.status === "running" && seenRunning !== last.id) setSeenRunning(last.id);
  const isNew = last !== undefined && last.status !== "running" && last.id === seenRunning;
  return (
    <p className="vh" role="status">
      {isNew && `Assistant to ${last.by.name}: ${plainText(parseMarkdown(last.text))} ${last.detail ?? ""}`}
    </p>
  );
}

const NoModel = () => (
  <Blank title="The assistant has no model yet">
    Problems still work. To turn the chat on, whoever runs this server sets{" "}
    <code className="c">OPENAI_API_KEY</code> or <code className="c">OPENAI_BASE_URL</code>.
  </Blank>
);

function SwitchedOff({ fileId, maySwitch }: { fileId: number; maySwitch: boolean }) {
  const { busy, turn } = useSwitch(fileId);
  return (
    <Blank
      title="The assistant is off for this file"
      action={
        maySwitch && (
          <Button size="sm" icon="assistant" busy={busy} onClick={() => turn(true)}>
            Switch on
          </Button>
        )
      }
    >
      {maySwitch ? "You switched it off." : "Its owner switched it off."} Nothing of the file goes to a model.
      Problems still work.
    </Blank>
  );
}
