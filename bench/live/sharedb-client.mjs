import { createRequire } from "node:module";
import WebSocket from "ws";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { textAfter } from "../lib/edits.mjs";

/**
 * ShareDB's own client. A document is of its type json0: an object that holds a string for each who types, so that each
 * types the same keystrokes as with Yjs, where each begins at the start of an empty file.
 *
 * @typedef {{ p: [author: string, at?: number], si?: string, sd?: string }[]} Operation
 * @typedef {{ a: string, v: number, op?: Operation }} Message
 */

const peers = createRequire(inRoot("bench", "peers", "package.json"));
const COLLECTION = "files";
/** As ShareDB names an operation, also in its messages. */
const OPERATION = "op";

/**
 * @param {import("./client.mjs").Address} address
 * @param {number} [author]
 * @returns {import("./client.mjs").Client}
 */
export function connectShareDb({ url, document }, author) {
  const connection = open(url);
  const doc = connection.get(COLLECTION, document);
  /** @type {number[]} */
  const at = [];
  /** @type {Message[]} */
  const messages = [];
  /** @type {string | undefined} */
  let ended;
  const end = (/** @type {Error | string} */ reason) => {
    ended ??= String(reason);
  };
  connection.on("receive", (/** @type {{ data: Message }} */ { data }) => {
    // An acknowledgement holds no operation.
    if (data.a !== OPERATION || data.op === undefined) return;
    at.push(performance.now());
    messages.push(data);
  });
  connection.on("closed", end);
  connection.on("connection error", end);
  doc.on("error", end);
  return {
    at,
    joined: join(doc, author),
    send({ edit: [place, deleted, inserted] }) {
      const p = [String(author), place];
      const old = doc.data[String(author)].slice(place, place + deleted);
      doc.submitOp([
        ...(deleted > 0 ? [{ p, sd: old }] : []),
        ...(inserted === "" ? [] : [{ p, si: inserted }]),
      ]);
    },
    marks: () => marksOf(at, messages),
    text: () => JSON.stringify(Object.entries(doc.data).sort()),
    // What a document's version counts is the operations that it holds.
    holder: () => (mark) => (mark.version ?? 0) < doc.version,
    ended: () => ended,
    close: () => connection.close(),
  };
}

/**
 * So many empty documents, named by number.
 * @param {string} url
 * @param {number} count
 */
export async function createDocuments(url, count) {
  const connection = open(url);
  for (let n = 0; n < count; n += 1) {
    const doc = connection.get(COLLECTION, String(n));
    await called((done) => doc.create({}, done));
  }
  connection.close();
}

/**
 * The text that all have in the end.
 * @param {import("./judge.mjs").Typist[]} typists
 */
export function textOfAuthors(typists) {
  const texts = typists.map(({ client, typed }) => [
    String(client),
    textAfter(typed.map(({ edit }) => edit)),
  ]);
  return JSON.stringify(texts.sort());
}

/** @param {string} url */
function open(url) {
  const { Connection } = peers("sharedb/lib/client");
  return new Connection(new WebSocket(url, { perMessageDeflate: false }));
}

/**
 * Subscribes to a document.
 * @param {import("./client.mjs").Address} address
 */
export async function openDocument({ url, document }) {
  const connection = open(url);
  const doc = connection.get(COLLECTION, document);
  await called((done) => doc.subscribe(done));
  return { connection, doc };
}

/**
 * @param {ReturnType<ReturnType<typeof open>["get"]>} doc
 * @param {number} [author] has a string of their own
 */
async function join(doc, author) {
  await called((done) => doc.subscribe(done));
  if (author === undefined || String(author) in doc.data) return;
  await called((done) => doc.submitOp([{ p: [String(author)], oi: "" }], done));
}

/**
 * @param {(done: (error?: Error) => void) => void} call
 * @returns {Promise<void>}
 */
export function called(call) {
  return new Promise((resolve, reject) => {
    call((error) => (error === undefined || error === null ? resolve() : reject(error)));
  });
}

/**
 * Characters come in the order they were typed, also where several came as one operation.
 * @param {number[]} at
 * @param {Message[]} messages
 * @returns {import("./client.mjs").Mark[]}
 */
function marksOf(at, messages) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  // Who sends one is also sent those that it has to be transformed by, which come to all by themselves too.
  const heard = new Set();
  return messages.flatMap(({ v: version, op = [] }, n) => {
    if (heard.has(version)) return [];
    heard.add(version);
    return op.flatMap(({ p: [name], si = "" }) => {
      const author = Number(name);
      const clock = counts.get(author) ?? 0;
      counts.set(author, clock + si.length);
      return Array.from(si, (_, offset) => ({
        author,
        clock: clock + offset,
        at: at[n] ?? Number.NaN,
        version,
      }));
    });
  });
}
