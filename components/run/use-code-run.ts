import { useEffect, useEffectEvent, useReducer, useRef, useState } from "react";
import { useToast } from "@/components/ui/toasts";
import { NO_RUN, stepRun } from "@/lib/assistant/code-runs/run-state";
import type { ClientSync } from "@/lib/collab/client-sync";
import type { LocalCopy } from "@/lib/collab/client-sync-types";
import { FEATURE_EVENTS, REQUESTS } from "@/lib/contracts/features";
import { type CodeRun, runLanguageSchema } from "@/lib/contracts/run";
import { runHere } from "./run-here";

export interface LiveCodeRun {
  /** The last run, whoever started it; null: none, or it is closed here. */
  run: CodeRun | null;
  /** Runs the text as it is here. */
  start(): void;
  stop(): void;
  close(): void;
}

interface Deps {
  sync: ClientSync | null;
  copy: LocalCopy | null;
  name: string;
  language: string;
}

/** Running the file: what this page executes when its person presses Run, and what everybody in the file sees of any run. */
export function useCodeRun({ sync, copy, name, language }: Deps): LiveCodeRun {
  const [state, step] = useReducer(stepRun, NO_RUN);
  const [closed, setClosed] = useState<number | null>(null);
  const own = useRef<{ id: number; drop: () => void } | null>(null);
  const toast = useToast();
  useEffect(() => {
    if (sync === null) return;
    const stop = sync.on(FEATURE_EVENTS.run, step);
    void sync.request(REQUESTS.state, { event: "run" });
    return stop;
  }, [sync]);
  useEffect(() => {
    if (state.lacks) void sync?.request(REQUESTS.state, { event: "run" });
  }, [sync, state.lacks]);
  const drop = useEffectEvent(() => {
    own.current?.drop();
    own.current = null;
  });
  const { run } = state;
  useEffect(() => {
    // Somebody has stopped it, or this page was taken for gone and another one has begun.
    if (own.current === null || run === null) return;
    const isOver = run.id > own.current.id || (run.id === own.current.id && run.status !== "running");
    if (isOver) drop();
  }, [run]);
  useEffect(() => drop, []);

  const start = async () => {
    const spoken = runLanguageSchema.safeParse(language);
    if (sync === null || copy === null || !spoken.success || own.current !== null) return;
    const answer = await sync.request(REQUESTS.runStart, { language: spoken.data });
    if ("error" in answer) toast({ text: answer.error.detail });
    else
      own.current = {
        id: answer.run_id,
        drop: runHere(sync, copy, answer.run_id, name, spoken.data, () => (own.current = null)),
      };
  };
  const stop = () => {
    if (run !== null) void sync?.request(REQUESTS.runStop, { run_id: run.id });
  };
  return {
    run: run?.id === closed ? null : run,
    start: () => void start(),
    stop,
    close: () => setClosed(run?.id ?? null),
  };
}
