import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installDebianPackage } from "./apt.mjs";
import { findProgram } from "./find-program.mjs";
import { keeperScript, untilPrinted } from "./throw-away.mjs";

/** A throw-away nginx for a test: found or installed, always stopped and removed. */

const END_SIGNAL = "TERM";
/** Where PATH may not lead. */
const USUAL_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"];
const STARTED = "start worker processes";

/**
 * The `nginx` program: on PATH, else installed. Throws an Error with one line that says what is missing.
 * @param {{ install?: boolean, say?: (line: string) => void }} [options]
 * @returns {string}
 */
export function locateNginx({ install = false, say = () => {} } = {}) {
  // nginx-light: the program with nothing that Tandem does not use. Debian starts it as a service where there are services.
  const found =
    findNginx() ?? (install && installDebianPackage("nginx-light", say) ? findNginx() : undefined);
  if (found !== undefined) return found;
  throw new Error("nginx is missing: install it (Debian: apt-get install nginx-light)");
}

const findNginx = () => findProgram("nginx", USUAL_FOLDERS);

/**
 * Starts nginx with what is to stand in its `http` block, on ports above 1023. `stop` ends it and removes its folder.
 * @param {string} program from `locateNginx`
 * @param {(folder: string) => string} http gets a folder for its logs
 * @returns {Promise<{ folder: string, stop: () => Promise<void> }>}
 */
export async function startNginx(program, http) {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-nginx-"));
  mkdirSync(path.join(folder, "temp"));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/temp/${kind};`,
  );
  const file = path.join(folder, "nginx.conf");
  // As root its workers would be nobody, who may not write here.
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const lines = [
    `${user} daemon off; worker_processes 2; pid ${folder}/nginx.pid; error_log stderr notice;`,
    "events { worker_connections 512; }",
    `http { ${temporary.join(" ")} access_log off;`,
    http(folder),
    "}",
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  const args = ["-p", folder, "-e", "stderr", "-c", file];
  const keeper = spawn("sh", ["-c", keeperScript(END_SIGNAL), folder, program, ...args], {
    cwd: folder,
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const ended = once(keeper, "exit");
  await untilPrinted("nginx", keeper, keeper.stderr, STARTED);
  const stop = async () => {
    keeper.stdin.end();
    await ended;
  };
  return { folder, stop };
}
