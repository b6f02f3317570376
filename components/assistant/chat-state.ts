import type { AssistantEvent, AssistRun } from "@/lib/contracts/assist";

export interface ChatRun extends AssistRun {
  /** What is being done, before there is text. */
  doing: string | null;
}

/** The chat of a file. Immutable. */
export interface ChatState {
  /** `unknown`: the server has not said yet. */
  available: "unknown" | "yes" | "no_model" | "off";
  /** Oldest first. */
  runs: readonly ChatRun[];
  /** Something was missed: the state is to be asked for anew. */
  lacks: boolean;
}

export const NO_CHAT: ChatState = { available: "unknown", runs: [], lacks: false };

export function stepChat(chat: ChatState, event: AssistantEvent): ChatState {
  switch (event.kind) {
    case "state": {
      const runs = event.runs.map((run) => ({ ...run, doing: doingOf(chat, run) }));
      return { available: event.available, runs, lacks: false };
    }
    case "started": {
      const others = chat.runs.filter(({ id }) => id !== event.run.id);
      return { ...chat, runs: [...others, { ...event.run, doing: null }] };
    }
    case "status":
      return change(chat, event.run_id, () => ({ doing: event.text }));
    case "text":
      return addText(chat, event);
    case "finding":
      return change(chat, event.run_id, ({ finding_ids }) => ({
        finding_ids: [...finding_ids.filter((id) => id !== event.finding.id), event.finding.id],
      }));
    case "ended":
      return change(chat, event.run_id, () => ({
        doing: null,
        status: event.status,
        usage: event.usage,
        detail: event.detail,
      }));
  }
}

/** The one that runs now; a file has one at a time. */
export const runningOf = ({ runs }: ChatState): ChatRun | null =>
  runs.findLast(({ status }) => status === "running") ?? null;

const doingOf = (chat: ChatState, run: AssistRun): string | null =>
  run.status === "running" ? (chat.runs.find(({ id }) => id === run.id)?.doing ?? null) : null;

function addText(chat: ChatState, { run_id, at, delta }: AssistantEvent & { kind: "text" }): ChatState {
  const run = chat.runs.find(({ id }) => id === run_id);
  if (run !== undefined && at > run.text.length) return { ...chat, lacks: true };
  return change(chat, run_id, ({ text }) =>
    at + delta.length <= text.length ? {} : { doing: null, text: text.slice(0, at) + delta },
  );
}

function change(chat: ChatState, id: number, by: (run: ChatRun) => Partial<ChatRun>): ChatState {
  if (!chat.runs.some((run) => run.id === id)) return { ...chat, lacks: true };
  return { ...chat, runs: chat.runs.map((run) => (run.id === id ? { ...run, ...by(run) } : run)) };
}
