import { z } from "zod";
import {
  RUN_FRAME_SIGN_MS,
  RUN_FRAME_SIGNS_MISSED,
  RUN_LOAD_MS,
  RUN_MESSAGES_MAX,
  RUN_MS,
  type RunEnd,
  type RunLanguage,
  type RunLine,
  runLineSchema,
} from "@/lib/contracts/run";

/** What the frame of `/run` says; code in it can say anything in its name, so it is judged like any input. */
const saidSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("loaded") }),
  z.object({ kind: z.literal("alive") }),
  z.object({ kind: z.literal("ready") }),
  runLineSchema.extend({ kind: z.literal("line") }),
  z.object({ kind: z.literal("full") }),
  z.object({
    kind: z.literal("end"),
    problem: z.object({ line: z.number().int().min(1).nullable(), message: z.string() }).nullable(),
  }),
]);

type Said = z.infer<typeof saidSchema>;

export interface Ended {
  status: RunEnd["status"];
  /** Of the text that was run. */
  problem: { line: number; message: string } | null;
}

interface Program {
  language: RunLanguage;
  name: string;
  code: string;
}

/**
 * Runs a program in a frame without an origin, until it ends, a limit ends it, or the answer is called, which stops it at
 * once and says nothing more. A frame that is taken away takes its workers with it.
 */
export function execute(
  program: Program,
  tell: { line(line: RunLine): void; ended(how: Ended): void },
): () => void {
  const frame = newFrame();
  const stop = () => {
    clearTimeout(timer);
    unhear();
    frame.remove();
  };
  const end = (how: Ended) => {
    stop();
    tell.ended(how);
  };
  const endBy = (status: Ended["status"]) => end({ status, problem: null });
  const isFirst = { loaded: true, ready: true };
  const hear = (said: Said) => {
    switch (said.kind) {
      case "alive":
        return;
      case "loaded":
        if (isFirst.loaded) frame.contentWindow?.postMessage(program, "*"); // it has no origin to name
        isFirst.loaded = false;
        return;
      case "ready":
        if (!isFirst.ready) return; // else code could give itself more time
        isFirst.ready = false;
        clearTimeout(timer);
        timer = setTimeout(endBy, RUN_MS, "time");
        return;
      case "line":
        return tell.line({ stream: said.stream, text: said.text, line: said.line });
      case "full":
        return endBy("output");
      case "end":
        return end(endedBy(said.problem));
    }
  };
  let timer = setTimeout(endBy, RUN_LOAD_MS, "time");
  const unhear = listenTo(frame, { hear, flooded: () => endBy("output"), silent: () => endBy("memory") });
  document.body.append(frame);
  return stop;
}

function newFrame(): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.sandbox.add("allow-scripts");
  frame.hidden = true;
  frame.title = "Running code";
  frame.src = "/run";
  return frame;
}

/** Hears what a frame says, in bounds, and that it says nothing more once it has begun. Answers how to stop that. */
function listenTo(
  frame: HTMLIFrameElement,
  on: { hear(said: Said): void; flooded(): void; silent(): void },
): () => void {
  let messages = 0;
  let missed = 0;
  const hear = ({ source, data }: MessageEvent) => {
    if (source !== frame.contentWindow) return;
    messages += 1;
    missed = 0;
    if (messages > RUN_MESSAGES_MAX) return on.flooded();
    const said = saidSchema.safeParse(data);
    if (said.success) on.hear(said.data);
  };
  // Counted, not measured: a machine that was asleep has missed none.
  const counting = setInterval(() => {
    missed += messages === 0 ? 0 : 1;
    if (missed > RUN_FRAME_SIGNS_MISSED) on.silent();
  }, RUN_FRAME_SIGN_MS);
  addEventListener("message", hear);
  return () => {
    clearInterval(counting);
    removeEventListener("message", hear);
  };
}

function endedBy(problem: { line: number | null; message: string } | null): Ended {
  if (problem === null) return { status: "done", problem: null };
  const { line, message } = problem;
  return { status: "failed", problem: line === null ? null : { line, message } };
}
