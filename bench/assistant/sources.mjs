import { readFileSync } from "node:fs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { seededRandom } from "../lib/random.mjs";

/**
 * Files as people write them, of any length: the parts of a template (`templates/`), under other names each time. The same
 * seed makes the same text.
 *
 * @typedef {{ name: string, language: string, text: string, gaps: number[] }} Source `gaps`: offsets between two parts,
 *   where something may be added
 */

const PART = "=====\n";
const EXTENSIONS = {
  css: "css",
  go: "go",
  html: "html",
  java: "java",
  javascript: "js",
  json: "json",
  python: "py",
  sql: "sql",
  typescript: "ts",
  yaml: "yaml",
};
/** @typedef {keyof typeof EXTENSIONS} Language */

/** What some languages end with. */
const FEET = /** @type {Record<string, string>} */ ({
  json: '  "end": true\n}\n',
  html: "</body>\n</html>\n",
});
/** Lines between two parts. */
const BETWEEN = /** @type {Record<string, string>} */ ({ json: "", python: "\n\n" });

const FIRST =
  "open late paid pending shared spare daily weekly local remote draft final partial urgent".split(" ");
const SECOND =
  "order invoice payment parcel account refund receipt contract shipment voucher budget ticket return quote stock".split(
    " ",
  );

/**
 * @param {Language} language
 * @param {number} lines at least
 * @param {number} seed
 * @returns {Source}
 */
export function sourceOf(language, lines, seed) {
  const random = seededRandom(seed);
  const template = readFileSync(inRoot("bench", "assistant", "templates", `${language}.txt`), "utf8");
  const [head = "", ...parts] = template.split(PART);
  const between = BETWEEN[language] ?? "\n";
  const names = shuffled(
    FIRST.flatMap((first) => SECOND.map((second) => [first, second])),
    random,
  );
  const gaps = [];
  let text = head;
  for (let made = 0; text.split("\n").length <= lines; made += 1) {
    text += between;
    gaps.push(text.length);
    text += named(parts[made % parts.length] ?? "", names[made % names.length] ?? []);
  }
  text += between;
  gaps.push(text.length);
  text += FEET[language] ?? "";
  return { name: `${language}-${seed}.${EXTENSIONS[language]}`, language, text, gaps };
}

/**
 * @param {string} part
 * @param {string[]} words
 */
function named(part, words) {
  const capital = (/** @type {string} */ word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
  const pascal = words.map(capital).join("");
  /** @type {Record<string, string>} */
  const forms = {
    Name: pascal,
    name: `${pascal.slice(0, 1).toLowerCase()}${pascal.slice(1)}`,
    snake: words.join("_"),
    kebab: words.join("-"),
    words: `${words.join(" ")}s`,
  };
  return part.replaceAll(/@(\w+)@/g, (whole, form) => forms[form] ?? whole);
}

/**
 * @template T
 * @param {T[]} items
 * @param {() => number} random
 */
function shuffled(items, random) {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
