import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { RUN_LINE_MAX, RUN_LINES_MAX, RUN_OUTPUT_MAX } from "@/lib/contracts/run";
import { isSecure, requestHost } from "../client-address";
import { WORKER_SOURCE } from "./worker-source";

const FRAME = "/run";
const PYODIDE = "/pyodide/";
/** What Pyodide loads, and nothing else of its folder. */
const PYODIDE_FILES: Readonly<Record<string, string>> = {
  "pyodide.mjs": "text/javascript; charset=utf-8",
  "pyodide.asm.mjs": "text/javascript; charset=utf-8",
  "pyodide.asm.wasm": "application/wasm",
  "pyodide-lock.json": "application/json",
  "python_stdlib.zip": "application/zip",
};
const DAY_CACHE = "public, max-age=86400";

/**
 * Answers the frame that runs people's code, and the files of Python in it. The frame has no origin of its own and a
 * policy that lets it reach those files and nothing else, so code in it cannot call the API as who runs it, whatever it
 * tries. True when it has answered.
 */
export function answeredRunFrame(request: IncomingMessage, response: ServerResponse): boolean {
  const pathname = (request.url ?? "").split("?")[0] ?? "";
  if (pathname === FRAME) {
    sendFrame(request, response);
    return true;
  }
  const name = pathname.startsWith(PYODIDE) ? pathname.slice(PYODIDE.length) : "";
  const type = Object.hasOwn(PYODIDE_FILES, name) ? PYODIDE_FILES[name] : undefined;
  if (type === undefined) return false;
  void sendPyodide(request, response, name, type);
  return true;
}

/** `pyodide` is the address of Python's files, with a slash behind. */
export function runFramePolicy(pyodide: string): string {
  return [
    "sandbox allow-scripts",
    "default-src 'none'",
    `script-src 'unsafe-inline' 'wasm-unsafe-eval' blob: ${pyodide}`,
    "worker-src blob:",
    `connect-src ${pyodide}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join("; ");
}

function sendFrame(request: IncomingMessage, response: ServerResponse): void {
  const origin = `${isSecure(request.headers) ? "https" : "http"}://${requestHost(request.headers)}`;
  const pyodide = origin + PYODIDE;
  response.removeHeader("x-frame-options"); // `frame-ancestors` says it, and lets our own pages
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": runFramePolicy(pyodide),
    "cache-control": "no-store",
  });
  response.end(request.method === "HEAD" ? undefined : frameOf(pyodide));
}

async function sendPyodide(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  type: string,
): Promise<void> {
  const folder = path.dirname(createRequire(import.meta.url).resolve("pyodide/pyodide.mjs"));
  try {
    const file = path.join(folder, name);
    const { size } = await stat(file);
    response.writeHead(200, {
      "content-type": type,
      "content-length": size,
      "cache-control": DAY_CACHE,
      // The frame that asks has no origin.
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    if (request.method === "HEAD") response.end();
    else await pipeline(createReadStream(file), response);
  } catch {
    response.destroy(); // who asked has gone, or the file has
  }
}

/** What is written into a script element must not end it. */
const literal = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** Hands code to a worker and says to the page what comes of it. One frame runs once; taking it away ends the run. */
function frameOf(pyodide: string): string {
  const limits = { output: RUN_OUTPUT_MAX, lines: RUN_LINES_MAX, line: RUN_LINE_MAX };
  return `<!doctype html><meta charset="utf-8"><title>Run</title><script>
"use strict";
addEventListener("message", ({ data, source }) => {
  if (source !== parent) return;
  const worker = new Worker(URL.createObjectURL(new Blob([${literal(WORKER_SOURCE)}], { type: "text/javascript" })));
  let messages = 0;
  worker.onmessage = ({ data: said }) => {
    messages += 1;
    // Code can speak in the worker's name: more than it may ever have to say ends it.
    if (said?.kind === "full" || messages > ${RUN_LINES_MAX + 10}) worker.terminate();
    parent.postMessage(messages > ${RUN_LINES_MAX + 10} ? { kind: "full" } : said, "*");
  };
  worker.onerror = (event) => parent.postMessage({ kind: "end", problem: { line: null, message: event.message || "The worker has failed." } }, "*");
  worker.postMessage({ ...data, limits: ${literal(limits)}, pyodide: ${literal(pyodide)} });
}, { once: true });
parent.postMessage({ kind: "loaded" }, "*");
</script>`;
}
