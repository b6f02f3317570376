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
import type { Panel } from "./use-panel";

interface AssistantInput {
  sync: ClientSync | null;
  role: Role;
  live: boolean;
  /** Nothing can be done with the file any more. */
  ended: boolean;
  /** Null until the code is there. */
  code: { findings: SessionFindings; goToLine(line: number): void } | null;
  place: CaretPlace | null;
  panel: Panel;
}

export interface Assistant {
  findings: FindingsState;
  /** What is found, where it is in the text now; null until the code is there. */
  code: SessionFindings | null;
  chat: ChatState;
  live: boolean;
  /** One may apply fixes and dismiss problems. */
  mayFix: boolean;
  /** Why nothing can be asked just now; null: ask. */
  offReason: string | null;
  range: CaretPlace["range"] | null;
  apply(finding: LiveFinding): void;
  /** Several to choose from: the menu at the caret. */
  fix(findings: readonly LiveFinding[]): void;
  choices: readonly LiveFinding[];
  closeChoices(): void;
  /** The finding that was gone to last: its row is open. */
  current: number | null;
  setCurrent(id: number | null): void;
  /** By a key, in the code. */
  stepped(to: PlacedFinding): void;
  /** What is told of it to who cannot see it. */
  said: string;
  dismiss(finding: LiveFinding): void;
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
  const { sync, role, live, ended, code, place, panel } = input;
  const findings = useFindings(sync, live);
  const chat = useChat(sync, findings.found);
  const [choices, setChoices] = useState<readonly LiveFinding[]>([]);
  const [current, setCurrent] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const composerWanted = useRef(false);
  const toast = useToast();
  const mayFix = !ended && can(role, "findings:change");
  const offReason = whyOff(chat.state, live && !ended);
  const range = place?.range ?? null;

  const tell = (problem: string | null) => {
    if (problem !== null) toast({ text: problem, icon: "error", tone: "error" });
  };
  const apply = (finding: LiveFinding) => {
    const outcome = code?.findings.apply(finding.id);
    if (outcome?.kind === "stale") tell(`The fix no longer fits: line ${outcome.line} has changed.`);
    if (outcome?.kind !== "applied") return;
    void findings.change({ id: finding.id, status: "applied" });
    const onSelect = () => {
      outcome.undo();
      void findings.change({ id: finding.id, status: "open" });
    };
    toast({
      text: `Fix applied on line ${outcome.line}`,
      icon: "check",
      tone: "ok",
      action: { label: "Undo", onSelect },
    });
  };
  const dismiss = (finding: LiveFinding) => {
    const back = () => void findings.change({ id: finding.id, status: "open" }).then(tell);
    toast({ text: "Problem dismissed for everyone", icon: "x", action: { label: "Undo", onSelect: back } });
    void findings.change({ id: finding.id, status: "dismissed" }).then(tell);
  };
  const askAgain = (body: AssistBody) => {
    if (offReason !== null) return tell(offReason);
    panel.setTab("chat");
    void chat.ask(body).then(tell);
  };
  return {
    findings: findings.state,
    code: code?.findings ?? null,
    chat: chat.state,
    live,
    mayFix,
    offReason,
    range,
    apply,
    fix(wanted) {
      const [only] = wanted;
      if (only === undefined) toast({ text: "There is no fix at the caret." });
      else if (!mayFix) return;
      else if (wanted.length === 1) apply(only);
      else setChoices(wanted);
    },
    choices,
    closeChoices: () => setChoices([]),
    current,
    setCurrent,
    stepped({ finding, start }) {
      setCurrent(finding.id);
      setSaid(
        `${severityWord(finding.severity)}, line ${start.lineNumber}: ${finding.message.replaceAll("`", "")}`,
      );
    },
    said,
    dismiss,
    explain: ({ start, end, message }) =>
      askAgain({ action: "explain", selection: { start, end }, question: message }),
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

function whyOff(chat: ChatState, live: boolean): string | null {
  const running = runningOf(chat);
  if (!live) return "You are offline. Ask when the connection is back.";
  if (chat.available === "no_model") return "The assistant has no model yet. Problems still work.";
  if (chat.available === "off") return "The assistant is off for this file. Problems still work.";
  if (chat.available === "unknown") return "The assistant is not there yet.";
  return running === null ? null : `The assistant is answering ${running.by.name}.`;
}
