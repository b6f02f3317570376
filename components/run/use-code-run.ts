import { useEffect, useEffectEvent, useReducer, useRef, useState } from "react";
import { useToast } from "@/components/ui/toasts";
import { NO_RUN, stepRun } from "@/lib/assistant/code-runs/run-state";
import { findAnchors, freezeText } from "@/lib/assistant/findings/anchors";
import type { ClientSync } from "@/lib/collab/client-sync";
import type { LocalCopy } from "@/lib/collab/client-sync-types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { FEATURE_EVENTS, REQUESTS } from "@/lib/contracts/features";
import { FINDING_MESSAGE_MAX } from "@/lib/contracts/limits";
import { type CodeRun, type RunLanguage, runLanguageSchema } from "@/lib/contracts/run";
import { type Ended, execute } from "./execute";
import { plainScript } from "./plain-script";
import { createRunOutlet } from "./run-outlet";

/** By then the server takes some more requests of this page. */
const TOO_FAST_MS = 2_000;

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
    // Somebody has stopped it, or another one that began at the same moment goes on.
    if (own.current === null || run === null) return;
    const isOver = run.id === own.current.id ? run.status !== "running" : run.status === "running";
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

/** Executes the text and tells the server what it prints. Answers how to end that without a word. */
function runHere(
  sync: ClientSync,
  { text }: LocalCopy,
  run_id: number,
  name: string,
  language: RunLanguage,
  over: () => void,
): () => void {
  const frozen = freezeText(text, 0);
  let stopped = false;
  let halt: () => void = () => undefined;
  const outlet = createRunOutlet(async (lines) => {
    for (;;) {
      const answer = await sync.request(REQUESTS.runOutput, { run_id, lines });
      if (!("error" in answer)) return true;
      if (answer.error.code !== CLOSE_CODES.tooFast || stopped) return false;
      await new Promise((resolve) => setTimeout(resolve, TOO_FAST_MS));
    }
  });
  const ended = async ({ status, problem }: Ended) => {
    await outlet.end();
    if (stopped) return;
    const line = problem === null ? null : lineNow(text, frozen, problem.line);
    const message = problem?.message.slice(0, FINDING_MESSAGE_MAX) || "The program has failed.";
    await sync.request(REQUESTS.runEnd, {
      run_id,
      status,
      problem: line === null ? null : { line, message },
    });
    over();
  };
  plainScript(language, name, frozen.text).then(
    (code) => {
      if (!stopped)
        halt = execute({ language, name, code }, { line: outlet.add, ended: (how) => void ended(how) });
    },
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      const line = Number(/\((\d+):\d+\)/.exec(message)?.[1]) || null;
      outlet.add({ stream: "err", text: message, line });
      void ended({ status: "failed", problem: line === null ? null : { line, message } });
    },
  );
  return () => {
    stopped = true;
    halt();
    outlet.drop();
  };
}

/** Where a line of the text that was run stands by now; null: there is no such line, or it is another one now. */
function lineNow(
  text: LocalCopy["text"],
  frozen: ReturnType<typeof freezeText>,
  line: number,
): number | null {
  const lines = frozen.text.split("\n");
  const shown = lines[line - 1];
  if (shown === undefined || shown === "") return null;
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const [place] = findAnchors(text, [frozen.anchor(start, start + shown.length)]);
  const now = text.toString();
  if (!place || now.slice(place.start, place.end) !== shown) return null;
  return now.slice(0, place.start).split("\n").length;
}
