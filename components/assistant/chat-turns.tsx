import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { AssistAction, AssistRun } from "@/lib/contracts/assist";
import type { ChatRun } from "./chat-state";
import { FindingCard } from "./finding-card";
import { MarkdownView } from "./markdown-view";
import { MessageText } from "./message-text";
import { linesWords, selectionWords } from "./selection-words";
import type { Assistant } from "./use-assistant";

/** What a button asks, in words. */
const ASKED: Record<AssistAction, string> = {
  review: "Review this file.",
  explain: "Explain this.",
  fix: "Fix this.",
  optimize: "Make this faster.",
  ask: "",
};

interface PersonTurnProps {
  run: ChatRun;
  slot: number | undefined;
  onGoToLine: (line: number) => void;
}

/** Who asked what, and about which lines. */
export function PersonTurn({ run, slot, onGoToLine }: PersonTurnProps) {
  const { action, question, selection, by } = run;
  const words = action === "ask" ? "" : ASKED[action];
  return (
    <article className="turn">
      <Avatar name={by.name} slot={slot} />
      <div className="grow">
        <p className="who">
          <b>{by.name}</b>
          <Time of={run} />
        </p>
        <p className="say asked">
          <MessageText message={[words, question ?? ""].filter(Boolean).join(" ")} />
        </p>
        {selection !== null && (
          <button type="button" className="ctx" onClick={() => onGoToLine(selection.start.line)}>
            <Icon name="code" />
            <span>{selectionWords(selection)}</span>
          </button>
        )}
      </div>
    </article>
  );
}

interface AnswerTurnProps {
  run: ChatRun;
  assistant: Assistant;
}

/** The assistant's answer: square, never round like a person. */
export function AnswerTurn({ run, assistant }: AnswerTurnProps) {
  const isLive = run.status === "running";
  const found = assistant.findings.items.filter(({ id }) => run.finding_ids.includes(id));
  return (
    <article className="turn" aria-busy={isLive || undefined}>
      <span className="av av-sq" aria-hidden="true">
        <Icon name="assistant" />
      </span>
      <div className="grow">
        <p className="who">
          <b>Assistant</b>
          {isLive ? <span className="faint">answering {run.by.name}</span> : <Time of={run} />}
        </p>
        <MarkdownView text={run.text} streaming={isLive} onGoToLine={assistant.goToLine} />
        {isLive && run.text === "" && <p className="faint doing">{run.doing ?? "Starting"}…</p>}
        {found.map((finding) => (
          <FindingCard key={finding.id} finding={finding} assistant={assistant} />
        ))}
        {!isLive && <Outcome run={run} assistant={assistant} />}
      </div>
    </article>
  );
}

/** How it ended, what was read, and what it cost. */
function Outcome({ run, assistant }: AnswerTurnProps) {
  const { status, detail, text, action, selection, question } = run;
  const again = () =>
    assistant.askAgain({
      action,
      ...(selection === null ? {} : { selection }),
      ...(question === null ? {} : { question }),
    });
  return (
    <>
      {status !== "done" && (
        <div className="ended">
          {status === "failed" && <b>{text === "" ? "There is no answer" : "The answer stopped part way"}</b>}
          <p>
            {detail ?? (status === "stopped" ? "Stopped." : "")}
            {status === "failed" && text !== "" && " What came is kept above."}
          </p>
          <Button
            size="sm"
            icon="refresh"
            onClick={again}
            {...(assistant.offReason === null ? {} : { disabledReason: assistant.offReason })}
          >
            Ask again
          </Button>
        </div>
      )}
      {status === "done" && detail !== null && <p className="ended">{detail}</p>}
      <p className="cost faint">{costWords(run)}</p>
    </>
  );
}

/** `Read lines 1–120 · 1,204 tokens in, 310 out · gpt-5`. */
function costWords({ read, usage, model }: AssistRun): string {
  const lines = read.map(linesWords).join(", ").replaceAll("Line", "line");
  const tokens =
    usage === null
      ? ""
      : `${usage.estimated ? "about " : ""}${count(usage.input_tokens)} tokens in, ${count(usage.output_tokens)} out`;
  return [lines && `Read ${lines}`, tokens, model].filter(Boolean).join(" · ");
}

const count = (tokens: number): string => tokens.toLocaleString("en");

/** Chat is drawn in browsers only, so it is their own time. */
function Time({ of }: { of: AssistRun }) {
  const time = new Date(of.started_at);
  return (
    <time className="faint num" dateTime={of.started_at}>
      {time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}
    </time>
  );
}
