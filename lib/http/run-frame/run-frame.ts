import type { IncomingMessage, ServerResponse } from "node:http";
import { isSecure, requestHost } from "../client-address";
import { frameOf } from "./frame-source";
import { PYODIDE, PYODIDE_NOW, pyodideFile, sendPyodide } from "./pyodide-files";

const FRAME = "/run";

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
  const file = pyodideFile(pathname, request.headers["accept-encoding"]);
  if (file === null) return false;
  void sendPyodide(request, response, file);
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
  response.removeHeader("x-frame-options"); // `frame-ancestors` says it, and lets our own pages
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": runFramePolicy(origin + PYODIDE),
    "cache-control": "no-store",
  });
  response.end(request.method === "HEAD" ? undefined : frameOf(origin + PYODIDE_NOW));
}
