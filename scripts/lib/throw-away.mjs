import { once } from "node:events";
import net from "node:net";
import { createInterface } from "node:readline";

/** What servers that live for one test run have in common. */

const START_LIMIT_MS = 60_000;
const SCRIPT_FAILED = 1;

/**
 * A shell script for `sh -c SCRIPT FOLDER PROGRAM ARGS…`: runs the program and waits for the end of standard input, which
 * is a pipe from us: so the server ends and its folder goes however our process ends, also by SIGKILL. Ctrl+C in a
 * terminal reaches the whole group and is left to us.
 * @param {string} signal ends the program
 */
export const keeperScript = (signal) => `
folder=$0; exec 3<&0; "$@" 3<&- & pid=$!
trap "" INT TERM HUP
(while read -r _; do :; done; kill -${signal} $pid 2>/dev/null; kill -CONT $pid 2>/dev/null) <&3 & watcher=$!
wait $pid; code=$?
kill $watcher 2>/dev/null; rm -rf "$folder"; exit $code`;

/**
 * Resolves when the program has printed `line`; rejects with what it printed when it ends before, or takes too long.
 * @param {string} name
 * @param {import("node:child_process").ChildProcess} keeper
 * @param {import("node:stream").Readable | null} output
 * @param {string} line
 * @returns {Promise<void>}
 */
export function untilPrinted(name, keeper, output, line) {
  return new Promise((resolve, reject) => {
    /** @type {string[]} */
    const lines = [];
    const timer = setTimeout(() => {
      keeper.stdin?.end();
      reject(new Error(`${name} did not start in time: ${lines.join(" | ")}`));
    }, START_LIMIT_MS);
    void once(keeper, "exit").then(([code]) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended with ${code ?? SCRIPT_FAILED}: ${lines.join(" | ")}`));
    });
    if (output === null) throw new Error(`${name} has no log`);
    let ready = false;
    // Read to the end of its life: a full pipe would stop the server.
    createInterface({ input: output }).on("line", (printed) => {
      if (ready) return;
      lines.push(printed);
      if (!printed.includes(line)) return;
      ready = true;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** @returns {Promise<number>} */
export async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
