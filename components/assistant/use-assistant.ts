import { type RefObject, useRef, useState } from "react";
import { useToast } from "@/components/ui/toasts";
import { can } from "@/lib/access/policy";
import type { ClientSync } from "@/lib/collab/client-sync";
import type { AssistAction, AssistBody } from "@/lib/contracts/assist";
import type { LiveFinding } from "@/lib/contracts/findings";
import type { Role } from "@/lib/contracts/roles";
import type { CaretPlace } from "@/lib/editor/code-session";
import type { SessionFindings } from "@/lib/editor/findings";
import type { PlacedFinding } from "@/lib/editor/findings-marks";
import { type ChatState, runningOf } from "./chat-state";
import type { FindingsState } from "./findings-state";
import { severityWord } from "./severity";
import { useChat } from "./use-chat";
import { useFindings } from "./use-findings";
import { type Fixing, useFixing } from "./use-fixing";
import type { Panel } from "./use-panel";

interface AssistantInput {
  sync: ClientSync | null;
  /** The file's. */
  language: string;
  role: Role;
  live: boolean;
  /** Nothing can be done with the file any more. */
  ended: boolean;
  /** Null until the code is there. */
  code: { findings: SessionFindings; goToLine(line: number): void } | null;
  place: CaretPlace | null;
  panel: Panel;
}

export interface Assistant extends Fixing {
  /** The file's. */
  language: string;
  findings: FindingsState;
  /** What is found, where it is in the text now; null until the code is there. */
  code: SessionFindings | null;
  chat: ChatState;
  live: boolean;
  /** Nothing can be done with the file any more. */
  ended: boolean;
  /** One may apply fixes and dismiss problems. */
  mayFix: boolean;
  /** Why nothing can be asked just now; null: ask. */
  offReason: string | null;
  range: CaretPlace["range"] | null;
  /** The finding that was gone to last: its row is open. */
  current: number | null;
  setCurrent(id: number | null): void;
  /** By a key, in the code. */
  stepped(to: PlacedFinding): void;
  /** What is told of it to who cannot see it. */
  said: string;
  explain(finding: LiveFinding): void;
  /** About what is selected; a review is always of the whole file. */
  ask(action: AssistAction, question?: string): void;
  askAgain(body: AssistBody): void;
  stop(): void;
  /** The composer is to have the focus once it is there. */
  composerWanted: RefObject<boolean>;
  goToLine(line: number): void;
}

/** Everything that can be done with findings and the assistant in an open file. */
export function useAssistant(input: AssistantInput): Assistant {
  const { sync, language, role, live, ended, code, place, panel } = input;
  const findings = useFindings(sync, live);
  const chat = useChat(sync, findings.found);
  const [current, setCurrent] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const composerWanted = useRef(false);
  const toast = useToast();
  const mayFix = !ended && can(role, "findings:change");
  const fixing = useFixing(findings, code?.findings ?? null, mayFix);
  const offReason = ended ? ENDED : whyOff(chat.state, live);
  const range = place?.range ?? null;

  const tell = (problem: string | null) => {
    if (problem !== null) toast({ text: problem, icon: "error", tone: "error" });
  };
  const askAgain = (body: AssistBody) => {
    if (offReason !== null) return tell(offReason);
    panel.setTab("chat");
    void chat.ask(body).then(tell);
  };
  return {
    ...fixing,
    findings: findings.state,
    code: code?.findings ?? null,
    chat: chat.state,
    language,
    live,
    ended,
    mayFix,
    offReason,
    range,
    current,
    setCurrent,
    stepped({ finding, start }) {
      setCurrent(finding.id);
      setSaid(
        `${severityWord(finding.severity)}, line ${start.lineNumber}: ${finding.message.replaceAll("`", "")}`,
      );
    },
    said,
    explain: (finding) =>
      askAgain({ action: "explain", selection: rangeNow(finding, code), question: finding.message }),
    ask: (action, question) =>
      askAgain({
        action,
        ...(action === "review" || range === null ? {} : { selection: range }),
        ...(question === undefined ? {} : { question }),
      }),
    askAgain,
    stop() {
      const running = runningOf(chat.state);
      if (running !== null) void chat.stop(running.id).then(tell);
    },
    composerWanted,
    goToLine: (line) => code?.goToLine(line),
  };
}

/** Where a finding is by now. */
function rangeNow({ id, start, end }: LiveFinding, code: AssistantInput["code"]): CaretPlace["range"] {
  const placed = code?.findings.get().placed.find(({ finding }) => finding.id === id);
  if (placed === undefined) return { start, end };
  return {
    start: { line: placed.start.lineNumber, column: placed.start.column },
    end: { line: placed.end.lineNumber, column: placed.end.column },
  };
}

const ENDED = "The file is not open here any more.";

function whyOff(chat: ChatState, live: boolean): string | null {
  const running = runningOf(chat);
  if (!live) return "You are offline. Ask when the connection is back.";
  if (chat.available === "no_model") return "The assistant has no model yet. Problems still work.";
  if (chat.available === "off") return "The assistant is off for this file. Problems still work.";
  if (chat.available === "unknown") return "The assistant is not there yet.";
  return running === null ? null : `The assistant is answering ${running.by.name}.`;
}
