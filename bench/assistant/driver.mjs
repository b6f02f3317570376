import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "../lib/random.mjs";
import { enter } from "./person.mjs";
import { KINDS, lineOf } from "./probes.mjs";
import { between, typeBurst } from "./typing.mjs";

/**
 * All the people of one run, in a process of their own. Told a `Plan`, they open the files, and those of the other files
 * begin to type; when every kind was found once it says `ready`. Told `go`, it answers a `Result`.
 *
 * @typedef {import("./typing.mjs").Typist} Typist
 * @typedef {{ fileId: number, language: import("./sources.mjs").Language, gaps: number[] }} File
 * @typedef {{ url: string, tokens: string[], watched: { kind: string, file: File }[], others: File[], pauses: number,
 *   seed: number }} Plan each of `tokens` has the watched files open, the first types
 * @typedef {{ latencies: Record<string, number[]>, missing: number, ended: string[] }} Result milliseconds from the last
 *   keystroke of a burst until the last of all who have the file open has the finding
 */

/** Between two bursts of those who type beside. */
const REST_MS = { least: 700, most: 2_000 };
/** Between two bursts in watched files: what the last one has begun is done by then. */
const SETTLE_MS = { least: 150, most: 450 };
const FOUND_LIMIT_MS = 10_000;
/** Children start and compile what they need; not counted. */
const WARM_UP_LIMIT_MS = 60_000;
const WARM_UP_BURSTS = 3;

const tell = (/** @type {object} */ message) => process.send?.(message);
process.on("disconnect", () => process.exit());
const plan = await told("plan");
const random = seededRandom(plan.seed);
let count = 10;
let goesOn = true;
const watched = await openWatched();
const others = await openOthers();
const beside = others.map(typeOn);
for (let n = 0; n < WARM_UP_BURSTS; n += 1) for (const one of watched) await pause(one, WARM_UP_LIMIT_MS);
tell({ kind: "ready" });
await told("go");
tell({ kind: "result", result: await measure() });

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

/** @returns {Promise<Result>} */
async function measure() {
  const latencies = Object.fromEntries(watched.map(({ kind }) => [kind, /** @type {number[]} */ ([])]));
  let missing = 0;
  for (let n = 0; n < plan.pauses; n += 1) {
    for (const one of watched) {
      const latency = await pause(one, FOUND_LIMIT_MS);
      if (latency === null) missing += 1;
      latencies[one.kind]?.push(latency ?? FOUND_LIMIT_MS);
    }
  }
  goesOn = false;
  await Promise.all(beside);
  const people = [...watched.flatMap(({ people }) => people), ...others.map(({ person }) => person)];
  return { latencies, missing, ended: people.flatMap((person) => person.ended() ?? []) };
}

async function openWatched() {
  return Promise.all(
    plan.watched.map(async ({ kind, file: { fileId, gaps } }) => {
      const people = plan.tokens.map((token) => enter({ url: plan.url, fileId, token }));
      await Promise.all(people.map(({ joined }) => joined));
      const [person] = people;
      if (person === undefined) throw new Error("nobody types");
      /** @type {Typist} */
      const typist = { person, gaps, random, last: null };
      return { kind, people, typist };
    }),
  );
}

async function openOthers() {
  return Promise.all(
    plan.others.map(async ({ fileId, gaps, language }, n) => {
      const token = plan.tokens[n % plan.tokens.length] ?? "";
      const person = enter({ url: plan.url, fileId, token });
      await person.joined;
      return { person, gaps, language, random: seededRandom(plan.seed + n + 1), last: null };
    }),
  );
}

/**
 * Types and rests, until all is measured.
 * @param {Typist & { language: import("./sources.mjs").Language }} typist
 */
async function typeOn(typist) {
  while (goesOn) {
    count += 1;
    await typeBurst(typist, lineOf(typist.language, count), () => {});
    await sleep(between(REST_MS, typist.random));
  }
}

/**
 * One burst in a watched file, and the pause behind it.
 * @param {(typeof watched)[number]} one
 * @param {number} limitMs
 * @returns {Promise<number | null>} null: somebody did not get the finding
 */
async function pause({ kind, people, typist }, limitMs) {
  await sleep(between(SETTLE_MS, random));
  count += 1;
  const probe = KINDS[kind]?.probe(count);
  if (probe === undefined) throw new Error(`there is no kind ${kind}`);
  /** @type {Promise<number>[]} */
  let found = [];
  const sentAt = await typeBurst(typist, probe, (line) => {
    found = people.map((person) => heardBy(person, probe, line));
  });
  const limit = new AbortController();
  const last = await Promise.race([
    Promise.all(found).then((times) => Math.max(...times)),
    sleep(limitMs, null, { signal: limit.signal }).catch(() => null),
  ]);
  limit.abort();
  return last === null ? null : last - sentAt;
}

/**
 * When a person has the finding.
 * @param {import("./person.mjs").Person} person
 * @param {import("./probes.mjs").Probe} probe
 * @param {number} line
 * @returns {Promise<number>}
 */
function heardBy(person, { rules, says }, line) {
  return new Promise((resolve) => {
    person.onFindings((items) => {
      const isThere = items.some(
        ({ rule, message, start }) => rules.includes(rule) && start.line === line && message.includes(says),
      );
      if (isThere) resolve(performance.now());
    });
  });
}
