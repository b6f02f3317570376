import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { type AssistAction, QUESTION_MAX } from "@/lib/contracts/assist";
import { runningOf } from "./chat-state";
import { rangeWords } from "./selection-words";
import type { Assistant } from "./use-assistant";

const ACTIONS: { action: AssistAction; label: string }[] = [
  { action: "explain", label: "Explain" },
  { action: "fix", label: "Fix" },
  { action: "optimize", label: "Optimize" },
];

/** Where one asks: Enter sends, Shift Enter makes a new line. */
export function Composer({ assistant }: { assistant: Assistant }) {
  const [question, setQuestion] = useState("");
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { offReason, range, live, composerWanted } = assistant;
  useEffect(() => {
    if (!composerWanted.current) return;
    composerWanted.current = false;
    field.current?.focus();
  });
  const words = question.trim();
  const off = offReason === null ? {} : { disabledReason: offReason };
  const send = () => {
    if (words === "" || offReason !== null) return;
    assistant.ask("ask", words);
    setQuestion("");
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const cannotSend = offReason ?? (words === "" ? "Write a question first." : null);
  return (
    <form className="composer" onSubmit={onSubmit}>
      <div className="quickacts">
        {ACTIONS.map(({ action, label }) => (
          <Button key={action} size="sm" onClick={() => assistant.ask(action)} {...off}>
            {label}
          </Button>
        ))}
        <span className="grow" />
        {live && runningOf(assistant.chat) !== null && (
          <Button size="sm" variant="quiet" icon="stop" onClick={assistant.stop}>
            Stop
          </Button>
        )}
      </div>
      <div className="compose">
        <label className="vh" htmlFor={id}>
          Ask about this file
        </label>
        <textarea
          ref={field}
          id={id}
          rows={2}
          maxLength={QUESTION_MAX}
          placeholder={live ? "Ask about this file" : "Ask when you are back online"}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="row">
          {range !== null && (
            <span className="chip">
              <Icon name="code" />
              {rangeWords(range)}
            </span>
          )}
          <span className="grow" />
          <button
            type="submit"
            className="icon-btn send"
            aria-disabled={cannotSend === null ? undefined : true}
            title={cannotSend ?? "Send"}
          >
            <Icon name="send" />
            <span className="vh">Send</span>
          </button>
        </div>
      </div>
      <p className="help">Everyone in this file sees the chat.</p>
    </form>
  );
}
