/**
 * A TypeScript source read without a parser: comments and what strings hold are blanked, every line keeps its number.
 * It has to be right about imports and plain words, not about every corner of the language.
 */

/** After one of these a `/` begins a regular expression: no division, and no end of a JSX tag. */
const BEFORE_REGEX = /(?:^|[([{,;=:!&|?+\-*%]|=>|\b(?:return|case|of))\s*$/;
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
/** A string ends at the line's end at the latest: an apostrophe in JSX text is no more than that. */
const STRING = /"(?:\\.|[^"\\\n])*(?:"|$|(?=\n))|'(?:\\.|[^'\\\n])*(?:'|$|(?=\n))/y;
const TEMPLATE_TEXT = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/y;
const REGEX_LOOKS_BACK = 40;

/** @typedef {{ text: string, at: number, code: string, words: string }} Reader */

/**
 * `code` is the text without comments; `words` also lacks what strings, templates and regular expressions hold.
 * @param {string} text
 * @returns {{ code: string, words: string }}
 */
export function readSource(text) {
  const reader = { text, at: 0, code: "", words: "" };
  readCode(reader, false);
  return { code: reader.code, words: reader.words };
}

/**
 * Reads to the end of the text or, inside a template's braces, past the one that closes them.
 * @param {Reader} reader
 * @param {boolean} inTemplate
 */
function readCode(reader, inTemplate) {
  let open = 0;
  while (reader.at < reader.text.length) {
    if (skip(reader, COMMENT, "comment") || skip(reader, STRING, "quoted")) continue;
    if (reader.text[reader.at] === "/" && BEFORE_REGEX.test(reader.words.slice(-REGEX_LOOKS_BACK))) {
      if (skip(reader, REGEX, "quoted")) continue;
    }
    const letter = reader.text[reader.at];
    if (letter === "`") readTemplate(reader);
    else if (letter === "}" && inTemplate && open === 0) return;
    else {
      if (letter === "{") open += 1;
      if (letter === "}") open -= 1;
      put(reader, 1, "code");
    }
  }
}

/** @param {Reader} reader at the first backtick */
function readTemplate(reader) {
  put(reader, 1, "code");
  for (;;) {
    skip(reader, TEMPLATE_TEXT, "quoted");
    if (reader.text[reader.at] !== "$") break;
    put(reader, 2, "quoted");
    readCode(reader, true);
    put(reader, 1, "quoted");
  }
  put(reader, 1, "code");
}

/**
 * Takes what `pattern` finds at the reader's place, if anything.
 * @param {Reader} reader
 * @param {RegExp} pattern
 * @param {"comment" | "quoted"} kind
 */
function skip(reader, pattern, kind) {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found === undefined) return false;
  put(reader, found.length, kind);
  return true;
}

/**
 * @param {Reader} reader
 * @param {number} length
 * @param {"code" | "comment" | "quoted"} kind
 */
function put(reader, length, kind) {
  const found = reader.text.slice(reader.at, reader.at + length);
  const blank = found.replace(/[^\n]/g, " ");
  reader.at += length;
  reader.code += kind === "comment" ? blank : found;
  reader.words += kind === "code" ? found : blank;
}
