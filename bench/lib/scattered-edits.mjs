import * as encoding from "lib0/encoding";
import { seededRandom } from "./random.mjs";

/**
 * Edits at random places. Written as bytes, since a `Y.Text` takes minutes to find a million places.
 */

const CLIENT = 3_100_000_000;
/** A new character after every two that came or went. */
const DELETE_EVERY = 3;
/** Characters whose order is kept together: an insertion moves so many at most. */
const BLOCK = 1_000;
/** yjs INTERNALS.md: an item with text, and that it has neighbours. */
const TEXT_ITEM = 4;
const HAS_LEFT = 0x80;
const HAS_RIGHT = 0x40;

/**
 * @param {number} count every third is a deletion
 * @param {number} seed
 * @returns {{ updates: Uint8Array[], length: number }} `length`: of the text they make of an empty file
 */
export function scatterEdits(count, seed) {
  const random = seededRandom(seed);
  const order = createOrder(random);
  /** @type {number[]} */
  const standing = [];
  /** @type {Uint8Array[]} */
  const updates = [];
  for (let clock = 0; updates.length < count; ) {
    if (updates.length % DELETE_EVERY === DELETE_EVERY - 1) updates.push(deletion(takeAny(standing, random)));
    else {
      updates.push(insertion(clock, order.insert(clock)));
      standing.push(clock);
      clock += 1;
    }
  }
  return { updates, length: standing.length };
}

/**
 * @param {number[]} values
 * @param {() => number} random
 */
function takeAny(values, random) {
  const at = Math.floor(random() * values.length);
  const taken = values[at] ?? 0;
  values[at] = values.at(-1) ?? 0;
  values.pop();
  return taken;
}

/**
 * All characters by their clocks, the deleted too, in the order of the text.
 * @param {() => number} random
 */
function createOrder(random) {
  /** @type {number[][]} */
  const blocks = [[]];
  return {
    /** Puts it anywhere; answers its neighbours. @param {number} clock */
    insert(clock) {
      const index = Math.floor(random() * blocks.length);
      const block = blocks[index] ?? [];
      const at = Math.floor(random() * (block.length + 1));
      const left = at > 0 ? block[at - 1] : blocks[index - 1]?.at(-1);
      const right = at < block.length ? block[at] : blocks[index + 1]?.[0];
      block.splice(at, 0, clock);
      if (block.length > BLOCK) blocks.splice(index + 1, 0, block.splice(BLOCK / 2));
      return { left, right };
    },
  };
}

/**
 * @param {number} clock
 * @param {{ left: number | undefined, right: number | undefined }} neighbours
 */
function insertion(clock, { left, right }) {
  const encoder = encoding.createEncoder();
  for (const value of [1, 1, CLIENT, clock]) encoding.writeVarUint(encoder, value);
  const leftFlag = left === undefined ? 0 : HAS_LEFT;
  const rightFlag = right === undefined ? 0 : HAS_RIGHT;
  encoding.writeUint8(encoder, TEXT_ITEM | leftFlag | rightFlag);
  for (const neighbour of [left, right]) {
    if (neighbour === undefined) continue;
    encoding.writeVarUint(encoder, CLIENT);
    encoding.writeVarUint(encoder, neighbour);
  }
  if (left === undefined && right === undefined) {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, "content");
  }
  encoding.writeVarString(encoder, "x");
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** @param {number} clock */
function deletion(clock) {
  const encoder = encoding.createEncoder();
  for (const value of [0, 1, CLIENT, 1, clock, 1]) encoding.writeVarUint(encoder, value);
  return encoding.toUint8Array(encoder);
}
