/**
 * Names that are there in some surroundings and cannot be looked up here: test runners, bundlers, frameworks' globals.
 * As `any`, they are neither unknown nor checked.
 */
const ANY_GLOBALS = [
  ..."describe suite it test expect assert before after beforeEach afterEach beforeAll afterAll jest vi cy".split(
    " ",
  ),
  ..."$ jQuery _ React Vue angular google chrome browser d3 L THREE p5 gsap axios moment".split(" "),
  ..."Deno Bun define importScripts".split(" "),
];
/** Those of Node, for texts that do not look as if they were for Node. */
const NODE_GLOBALS = "process Buffer require module exports global __dirname __filename".split(" ");

const declare = (names: readonly string[]) => names.map((name) => `declare var ${name}: any;`).join("\n");

/** Elements of JSX without React's own types: everything is allowed. */
const JSX_TYPES = `
declare namespace JSX {
  type Element = any;
  type ElementType = any;
  interface IntrinsicElements { [name: string]: any }
}`;

export const AMBIENT_FILE = "/code/ambient.d.ts";
export const AMBIENT_TEXT = `${declare(ANY_GLOBALS)}${JSX_TYPES}\ninterface ImportMeta { [name: string]: any }\n`;
export const NOT_NODE_FILE = "/code/not-node.d.ts";
export const NOT_NODE_TEXT = declare(NODE_GLOBALS);

/** Whether a text is for Node: the declarations of Node and of browsers contradict each other (timers). */
export function looksLikeNode(text: string): boolean {
  return /["']node:|\brequire\s*\(|\bprocess\.|\bBuffer\b|\b__dirname\b|\bNodeJS\.|from\s*["'](?:fs|path|os|http|https|events|stream|util|crypto|child_process|url|net|assert|readline|zlib)(?:\/promises)?["']/.test(
    text,
  );
}
