import { z } from "zod";
import {
  RUN_LOAD_MS,
  RUN_MESSAGES_MAX,
  RUN_MS,
  type RunLanguage,
  type RunLine,
  runLineSchema,
} from "@/lib/contracts/run";

/** What the frame of `/run` says; code in it can say anything in its name, so it is judged like any input. */
const saidSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("loaded") }),
  z.object({ kind: z.literal("ready") }),
  runLineSchema.extend({ kind: z.literal("line") }),
  z.object({ kind: z.literal("full") }),
  z.object({
    kind: z.literal("end"),
    problem: z.object({ line: z.number().int().min(1).nullable(), message: z.string() }).nullable(),
  }),
]);

export interface Ended {
  status: "done" | "failed" | "time" | "output";
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
  const frame = document.createElement("iframe");
  frame.sandbox.add("allow-scripts");
  frame.hidden = true;
  frame.title = "Running code";
  frame.src = "/run";
  const stop = () => {
    clearTimeout(timer);
    removeEventListener("message", hear);
    frame.remove();
  };
  const end = (how: Ended) => {
    stop();
    tell.ended(how);
  };
  const outOfTime = () => end({ status: "time", problem: null });
  const heard = { messages: 0, loaded: false, ready: false };
  const hear = ({ source, data }: MessageEvent) => {
    if (source !== frame.contentWindow) return;
    heard.messages += 1;
    if (heard.messages > RUN_MESSAGES_MAX) return end({ status: "output", problem: null });
    const said = saidSchema.safeParse(data).data;
    if (said === undefined) return;
    if (said.kind === "loaded") {
      if (!heard.loaded) frame.contentWindow?.postMessage(program, "*"); // it has no origin to name
      heard.loaded = true;
    } else if (said.kind === "ready") {
      if (heard.ready) return; // else code could give itself more time
      heard.ready = true;
      clearTimeout(timer);
      timer = setTimeout(outOfTime, RUN_MS);
    } else if (said.kind === "line") tell.line({ stream: said.stream, text: said.text, line: said.line });
    else if (said.kind === "full") end({ status: "output", problem: null });
    else end(endedBy(said.problem));
  };
  let timer = setTimeout(outOfTime, RUN_LOAD_MS);
  addEventListener("message", hear);
  document.body.append(frame);
  return stop;
}

function endedBy(problem: { line: number | null; message: string } | null): Ended {
  if (problem === null) return { status: "done", problem: null };
  const { line, message } = problem;
  return { status: "failed", problem: line === null ? null : { line, message } };
}
