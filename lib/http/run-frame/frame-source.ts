import {
  RUN_FRAME_SIGN_MS,
  RUN_LINE_MAX,
  RUN_LINES_MAX,
  RUN_MESSAGES_MAX,
  RUN_OUTPUT_MAX,
} from "@/lib/contracts/run";
import { WORKER_SOURCE } from "./worker-source";

/** What is written into a script element must not end it. */
const literal = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/**
 * The page of `/run`. It hands code to a worker and says to our page what comes of it: code can speak in the worker's name,
 * so only what a worker may ever have to say goes on, cut to its lengths. One frame runs once; taking it away ends the run.
 * `pyodide` is the address of Python's files, with a slash behind.
 */
export function frameOf(pyodide: string): string {
  const limits = { output: RUN_OUTPUT_MAX, lines: RUN_LINES_MAX, line: RUN_LINE_MAX };
  return `<!doctype html><meta charset="utf-8"><title>Run</title><script>
"use strict";
const cut = (text) => (typeof text === "string" ? text.slice(0, ${RUN_LINE_MAX}) : "");
const lineOf = (line) => (Number.isInteger(line) ? line : null);
function plain(said) {
  if (said?.kind === "line")
    return { kind: "line", stream: said.stream === "err" ? "err" : "out", text: cut(said.text), line: lineOf(said.line) };
  if (said?.kind === "end") {
    const { problem } = said;
    return { kind: "end", problem: problem ? { line: lineOf(problem.line), message: cut(problem.message) } : null };
  }
  return { kind: said?.kind === "ready" ? "ready" : "full" };
}
addEventListener("message", ({ data, source }) => {
  if (source !== parent) return;
  const worker = new Worker(URL.createObjectURL(new Blob([${literal(WORKER_SOURCE)}], { type: "text/javascript" })));
  let messages = 0;
  worker.onmessage = ({ data: said }) => {
    messages += 1;
    const told = messages > ${RUN_MESSAGES_MAX} ? { kind: "full" } : plain(said);
    if (told.kind === "full") worker.terminate();
    parent.postMessage(told, "*");
  };
  worker.onerror = ({ message }) => parent.postMessage(plain({ kind: "end", problem: { message: message || "The worker has failed." } }), "*");
  worker.postMessage({ ...data, limits: ${literal(limits)}, pyodide: ${literal(pyodide)} });
}, { once: true });
parent.postMessage({ kind: "loaded" }, "*");
setInterval(() => parent.postMessage({ kind: "alive" }, "*"), ${RUN_FRAME_SIGN_MS});
</script>`;
}
