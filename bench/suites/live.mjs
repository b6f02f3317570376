import { peerVersions } from "../lib/peers.mjs";
import { KILLS_AFTER_BURST } from "../scenes/burst.mjs";
import { KILLS_WHILE_TYPING } from "../scenes/kills.mjs";
import { LONG_TRACE } from "../scenes/long-trace.mjs";
import { MEMORY } from "../scenes/memory.mjs";
import { FAN_OUT_100, FAN_OUT_300, MANY_FILES, ONE_PERSON } from "../scenes/typing.mjs";

/**
 * Live editing beside what others have built, and beside relays that read and keep nothing: the same people, typing the
 * same real keystrokes, in turns, round by round, each system anew in a process of its own.
 */
export const TITLE = "Live editing beside others";
export const INTRO = `PostgreSQL with fsync; ${peerVersions()}.`;

export const SCENES = {
  "fan-out-100": FAN_OUT_100,
  "fan-out-300": FAN_OUT_300,
  "many-files": MANY_FILES,
  "one-person": ONE_PERSON,
  "long-trace": LONG_TRACE,
  memory: MEMORY,
  kills: KILLS_WHILE_TYPING,
  burst: KILLS_AFTER_BURST,
};
