import { useEffect, useEffectEvent, useReducer } from "react";
import type { ClientSync } from "@/lib/collab/client-sync";
import type { AssistBody } from "@/lib/contracts/assist";
import { FEATURE_EVENTS, REQUESTS } from "@/lib/contracts/features";
import type { LiveFinding } from "@/lib/contracts/findings";
import { type ChatState, NO_CHAT, stepChat } from "./chat-state";

export interface LiveChat {
  state: ChatState;
  /** Answers why it is refused, or null. */
  ask(body: AssistBody): Promise<string | null>;
  stop(runId: number): Promise<string | null>;
}

/** The chat of a file, as everybody in it has it. */
export function useChat(sync: ClientSync | null, onFound: (finding: LiveFinding) => void): LiveChat {
  const [state, step] = useReducer(stepChat, NO_CHAT);
  const found = useEffectEvent(onFound);
  useEffect(() => {
    if (sync === null) return;
    const stop = sync.on(FEATURE_EVENTS.assistant, (event) => {
      step(event);
      if (event.kind === "finding") found(event.finding);
    });
    void sync.request(REQUESTS.state, { event: FEATURE_EVENTS.assistant.name });
    return stop;
  }, [sync]);
  useEffect(() => {
    if (state.lacks) void sync?.request(REQUESTS.state, { event: FEATURE_EVENTS.assistant.name });
  }, [sync, state.lacks]);
  return {
    state,
    ask: async (body) => refusal(await sync?.request(REQUESTS.assist, body)),
    stop: async (runId) => refusal(await sync?.request(REQUESTS.assistStop, { run_id: runId })),
  };
}

const refusal = (answer: object | undefined): string | null =>
  answer !== undefined && isRefused(answer) ? answer.error.detail : null;

const isRefused = (answer: object): answer is { error: { detail: string } } => "error" in answer;
