import { once } from "node:events";
import { startChild } from "../../scripts/lib/children.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { makeAccounts, makeFiles } from "../lib/accounts.mjs";
import { startTandem } from "../lib/servers.mjs";
import { KINDS } from "./probes.mjs";
import { sourceOf } from "./sources.mjs";

/**
 * One run: a new server, people who type, what was found when, and how late the server's event loop was meanwhile.
 *
 * @typedef {import("./driver.mjs").Result & { lag: { p50: number, p99: number, max: number }, serverMs: number, ms: number }} Run
 *   milliseconds; `serverMs`: processor time of the server with its analysing processes, of `ms` by the clock
 */

const LINES = 1_000;
/** In each watched file; the first types. */
const PEOPLE = 5;
/** Typed in and analysed beside, all of `LINES`. @type {import("./sources.mjs").Language[]} */
const BESIDE = ["typescript", "typescript", "python", "python", "json", "css", "html", "go", "java", "yaml"];

/**
 * @param {Record<string, string>} env of the server
 * @param {{ pauses: number, seed: number }} options
 * @returns {Promise<Run>}
 */
export async function runOnce(env, { pauses, seed }) {
  const server = await startTandem(env);
  const driver = startDriver();
  try {
    await driver.do({ kind: "plan", plan: await planOf(server.url, pauses, seed) }, "ready");
    await lagOf(server.url); // from here on
    const before = server.cpuMs();
    const since = performance.now();
    const { result } = await driver.do({ kind: "go" }, "result");
    const ms = performance.now() - since;
    return { ...result, lag: await lagOf(server.url), serverMs: server.cpuMs() - before, ms };
  } finally {
    driver.end();
    await server.stop();
  }
}

/**
 * @param {string} url
 * @param {number} pauses
 * @param {number} seed
 * @returns {Promise<import("./driver.mjs").Plan>}
 */
async function planOf(url, pauses, seed) {
  const tokens = await makeAccounts(url, PEOPLE);
  const watched = Object.entries(KINDS).map(([kind, { language }]) => ({ kind, language }));
  const languages = [...watched.map(({ language }) => language), ...BESIDE];
  const sources = languages.map((language, n) => sourceOf(language, LINES, seed + n));
  const ids = await makeFiles(url, tokens, sources.length, (n) => ({
    name: sources[n]?.name ?? "",
    content: sources[n]?.text ?? "",
  }));
  const files = languages.map((language, n) => ({
    fileId: ids[n] ?? Number.NaN,
    language,
    gaps: sources[n]?.gaps ?? [],
  }));
  const others = files.splice(watched.length);
  return {
    url,
    tokens,
    watched: files.map((file, n) => ({ kind: watched[n]?.kind ?? "", file })),
    others,
    pauses,
    seed,
  };
}

/**
 * How late the server's event loop was since one last asked.
 * @param {string} url
 */
async function lagOf(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const of = (/** @type {string} */ what) =>
    Number(new RegExp(`^nodejs_eventloop_lag_${what}_seconds (\\S+)$`, "m").exec(text)?.[1]) * 1_000;
  return { p50: of("p50"), p99: of("p99"), max: of("max") };
}

function startDriver() {
  const child = startChild(process.execPath, [inRoot("bench", "assistant", "driver.mjs")], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return {
    /**
     * Tells it something and waits for its answer.
     * @param {{ kind: string, plan?: import("./driver.mjs").Plan }} order
     * @param {string} answer
     * @returns {Promise<{ kind: string, result: import("./driver.mjs").Result }>}
     */
    async do(order, answer) {
      child.send(order);
      const [message] = await Promise.race([
        once(child, "message"),
        once(child, "exit").then(([code, signal]) => {
          throw new Error(`the driver ended with ${code ?? signal}`);
        }),
      ]);
      if (message.kind !== answer) throw new Error(`the driver answered ${message.kind}`);
      return message;
    },
    end: () => child.kill("SIGKILL"),
  };
}
