/**
 * The worker in the frame of `/run`, as text: a classic one, since module workers made of a blob fail in a frame without
 * an origin. It is given the code once and says what comes of it: `ready`, `line`s, `full`, `end`.
 */
export const WORKER_SOURCE = String.raw`
"use strict";
const post = self.postMessage.bind(self);
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
let limits, printed = 0, size = 0, full = false, ended = false;

function print(stream, text, line) {
  for (const part of String(text).split(/\r?\n/)) {
    if (full) return;
    const cut = part.length > limits.line ? part.slice(0, limits.line - 1) + "…" : part;
    printed += 1;
    size += cut.length;
    if (printed > limits.lines || size > limits.output) {
      full = true;
      post({ kind: "full" });
      return;
    }
    post({ kind: "line", stream, text: cut.replace(CONTROLS, "\ufffd").toWellFormed(), line });
  }
}
function end(problem) {
  if (ended) return;
  ended = true;
  post({ kind: "end", problem });
}

async function runPython({ code, name, pyodide }) {
  const { loadPyodide } = await import(pyodide + "pyodide.mjs");
  const python = await loadPyodide({ indexURL: pyodide, stdin: () => null });
  python.setStdout({ batched: (text) => print("out", text, null) });
  python.setStderr({ batched: (text) => print("err", text, null) });
  post({ kind: "ready" });
  let problem = null;
  try {
    await python.runPythonAsync(code, { filename: name });
  } catch (error) {
    problem = tracebackOf(error, name);
  }
  python.runPython("import sys; sys.stdout.flush(); sys.stderr.flush()");
  if (problem !== null) for (const { text, line } of problem.trace) print("err", text, line);
  end(problem && { line: problem.line, message: problem.message });
}
/** The traceback without the frames of what runs the code. Null: the program has ended itself. */
function tracebackOf(error, name) {
  if (error.type === "SystemExit") return null;
  const own = 'File "' + name + '", line ';
  const trace = [];
  let line = null, hidden = false;
  for (const text of String(error.message ?? error).trimEnd().split("\n")) {
    if (text.startsWith('  File "')) hidden = text.includes("/_pyodide/");
    else if (!text.startsWith("    ")) hidden = false;
    if (hidden) continue;
    const at = text.trim().startsWith(own) ? Number.parseInt(text.trim().slice(own.length), 10) : null;
    if (at !== null) line = at;
    trace.push({ text, line: at });
  }
  return { trace, line, message: trace.at(-1)?.text || "The program has failed." };
}

const timers = new Set();
let finished = false;
function watchTimers() {
  for (const [set, clear, again] of [["setTimeout", "clearTimeout", false], ["setInterval", "clearInterval", true]]) {
    const [setIt, clearIt] = [self[set].bind(self), self[clear].bind(self)];
    self[set] = (run, ms, ...rest) => {
      const id = setIt(() => {
        try {
          run(...rest);
        } finally {
          if (!again) timers.delete(id);
          settle();
        }
      }, ms);
      timers.add(id);
      return id;
    };
    self[clear] = (id) => {
      clearIt(id);
      timers.delete(id);
      settle();
    };
  }
}
/** A program is done once nothing waits any more; what follows at once still belongs to it. */
const later = self.setTimeout.bind(self);
function settle() {
  if (finished && timers.size === 0) later(() => timers.size === 0 && end(null), 0);
}
async function runScript({ code, name }) {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const lineOf = (stack) => {
    const at = String(stack).indexOf(url + ":");
    return at < 0 ? null : Number.parseInt(String(stack).slice(at + url.length + 1), 10);
  };
  const shown = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return String(value.stack ?? value).replaceAll(url, name);
    if (typeof value === "function") return "[function " + value.name + "]";
    if (typeof value !== "object" || value === null) return String(value);
    try {
      return JSON.stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  };
  const streams = { log: "out", info: "out", debug: "out", warn: "err", error: "err" };
  for (const [method, stream] of Object.entries(streams)) {
    console[method] = (...values) => print(stream, values.map(shown).join(" "), lineOf(new Error().stack));
  }
  const fail = (error) => {
    if (ended) return;
    const line = error instanceof Error ? lineOf(error.stack) : null;
    print("err", "Uncaught " + shown(error), line);
    end({ line, message: String(error) });
  };
  self.addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.error ?? event.message);
  });
  self.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    fail(event.reason);
  });
  watchTimers();
  post({ kind: "ready" });
  try {
    await import(url);
    finished = true;
    settle();
  } catch (error) {
    fail(error);
  }
}
self.onmessage = ({ data }) => {
  self.onmessage = null;
  limits = data.limits;
  const run = data.language === "python" ? runPython : runScript;
  run(data).catch((error) => {
    print("err", String(error), null);
    end({ line: null, message: String(error) });
  });
};
`;
