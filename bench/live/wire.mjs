import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** y-protocols' messages, as clients write and read them. `prefix` stands before each: Hocuspocus names the document there. */

const SYNC = 0;
const AUTH = 2;
/** Hocuspocus answers with its own kind of sync message. */
const SYNC_REPLY = 4;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;
const TOKEN = 0;

/** A document that holds nothing, as Yjs writes it. */
const NO_STATE = Uint8Array.of(0);
const NO_UPDATE = Uint8Array.of(0, 0);

/**
 * @param {string | undefined} name
 * @returns {Uint8Array}
 */
export function prefixOf(name) {
  return name === undefined ? new Uint8Array() : encoding.encode((to) => encoding.writeVarString(to, name));
}

/**
 * @param {Uint8Array} prefix
 * @param {number} step
 * @param {Uint8Array} payload
 */
function sync(prefix, step, payload) {
  return encoding.encode((to) => {
    encoding.writeUint8Array(to, prefix);
    encoding.writeVarUint(to, SYNC);
    encoding.writeVarUint(to, step);
    encoding.writeVarUint8Array(to, payload);
  });
}

/** @param {Uint8Array} prefix */
export const askForState = (prefix) => sync(prefix, STEP_1, NO_STATE);

/** The answer of somebody who has nothing to who asks for it. @param {Uint8Array} prefix */
export const nothingToAdd = (prefix) => sync(prefix, STEP_2, NO_UPDATE);

/**
 * @param {Uint8Array} prefix
 * @param {Uint8Array} update
 */
export const updateMessage = (prefix, update) => sync(prefix, UPDATE, update);

/** @param {Uint8Array} prefix */
export const logIn = (prefix) =>
  encoding.encode((to) => {
    encoding.writeUint8Array(to, prefix);
    encoding.writeVarUint(to, AUTH);
    encoding.writeVarUint(to, TOKEN);
    encoding.writeVarString(to, "nobody asks for it");
  });

/** @typedef {{ kind: "asked" } | { kind: "state" | "update", update: Uint8Array } | { kind: "other" }} Heard */

/**
 * @param {Uint8Array} message
 * @param {Uint8Array} prefix
 * @returns {Heard}
 */
export function read(message, prefix) {
  const from = decoding.createDecoder(message);
  from.pos = prefix.length;
  const type = decoding.readVarUint(from);
  if (type !== SYNC && type !== SYNC_REPLY) return { kind: "other" };
  const step = decoding.readVarUint(from);
  if (step === STEP_1) return { kind: "asked" };
  return { kind: step === STEP_2 ? "state" : "update", update: decoding.readVarUint8Array(from) };
}
