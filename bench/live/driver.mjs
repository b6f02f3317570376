import { setTimeout as sleep } from "node:timers/promises";
import { joinAll } from "./joining.mjs";
import { judge } from "./judge.mjs";
import { keystrokes } from "./keystrokes.mjs";

/**
 * All the people of one run, in a process of their own. Told a `Plan`, it connects everybody, types a little and says
 * `ready`; told `go`, it types and says `typed` when all is quiet; told `judge`, it answers a `Result`.
 *
 * @typedef {import("./client.mjs").Address} Address
 * @typedef {{ rooms: { people: Address[], typists: number }[], editsPerSecond: number, seconds: number }} Plan
 *   the first `typists` of `people` type
 * @typedef {{ p50: number, p99: number, missing: number, diverged: number, ended: string[], busy: number }} Result
 *   `busy`: the driver's own share of a processor while people typed
 */

/** Typed before the clock runs: what a process compiles and allocates once is not what a day costs. */
const WARM_UP_SECONDS = 4;
/** After the last keystroke: so long must nothing more come, and so long is waited at most. */
const QUIET_MS = 3_000;
const QUIET_LIMIT_MS = 30_000;
const LOOK_MS = 100;
const FIRST_CLIENT_ID = 1_000_000;

const tell = (/** @type {object} */ message) => process.send?.(message);
process.on("disconnect", () => process.exit());
const plan = await told("plan");
const rooms = await join(plan);
await type({ ...plan, seconds: WARM_UP_SECONDS });
// Nothing is said of how long these took.
for (const { sentAt } of rooms.flatMap(({ typists }) => typists)) sentAt.fill(Number.NaN);
tell({ kind: "ready" });
await told("go");
const busy = await type(plan);
tell({ kind: "typed" });
await told("judge");
tell({ kind: "result", result: result() });

/**
 * @param {string} kind
 * @returns {Promise<Plan>}
 */
function told(kind) {
  return new Promise((resolve) => {
    const listen = (/** @type {{ kind: string, plan: Plan }} */ message) => {
      if (message.kind !== kind) return;
      process.off("message", listen);
      resolve(message.plan);
    };
    process.on("message", listen);
  });
}

/** @param {Plan} asked */
async function join(asked) {
  const count = asked.editsPerSecond * (WARM_UP_SECONDS + asked.seconds);
  let id = FIRST_CLIENT_ID;
  const made = asked.rooms.map(({ people, typists }) => ({
    typists: people.slice(0, typists).map(() => {
      id += 1;
      return { client: id, typed: keystrokes(count, id), sentAt: /** @type {number[]} */ ([]) };
    }),
    people,
  }));
  const all = made.flatMap(({ people, typists }) =>
    people.map((address, n) => ({ address, author: typists[n]?.client })),
  );
  const clients = await joinAll(all);
  return made.map((room) => ({ ...room, clients: clients.splice(0, room.people.length) }));
}

/**
 * Everybody types, each in a rhythm that begins at another moment; resolves when nothing more comes.
 * @param {Plan} asked
 */
async function type({ editsPerSecond, seconds }) {
  const typists = rooms.flatMap((room) =>
    room.typists.map((typist, n) => ({ ...typist, client: room.clients[n] })),
  );
  const begun = performance.now();
  const used = process.cpuUsage();
  const gap = 1_000 / editsPerSecond;
  const turns = editsPerSecond * seconds;
  await Promise.all(
    typists.map(async ({ typed, sentAt, client }, n) => {
      const next = sentAt.length;
      for (const [turn, keystroke] of typed.slice(next, next + turns).entries()) {
        const due = begun + gap * (turn + n / typists.length);
        await sleep(Math.max(0, due - performance.now()));
        sentAt.push(performance.now());
        client?.send(keystroke);
      }
    }),
  );
  const { user, system } = process.cpuUsage(used);
  const share = (user + system) / 1_000 / (performance.now() - begun);
  await untilQuiet();
  return share;
}

async function untilQuiet() {
  const limit = performance.now() + QUIET_LIMIT_MS;
  let count = heard();
  let since = performance.now();
  while (performance.now() - since < QUIET_MS && performance.now() < limit) {
    await sleep(LOOK_MS);
    if (heard() === count) continue;
    count = heard();
    since = performance.now();
  }
}

function heard() {
  return rooms.reduce((sum, { clients }) => sum + clients.reduce((all, { at }) => all + at.length, 0), 0);
}

/** @returns {Result} */
function result() {
  const ended = rooms.flatMap(({ clients }) => clients.flatMap((client) => client.ended() ?? []));
  const latencies = [];
  let missing = 0;
  let diverged = 0;
  for (const { clients, typists, people } of rooms) {
    const verdict = judge(clients, typists, people[0]?.road ?? "plain");
    for (const latency of verdict.latencies) latencies.push(latency);
    missing += verdict.missing;
    diverged += verdict.diverged;
  }
  const sorted = Float64Array.from(latencies).sort();
  const rank = (/** @type {number} */ share) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50: rank(0.5), p99: rank(0.99), missing, diverged, ended: [...new Set(ended)], busy };
}
