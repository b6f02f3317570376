import type { Files } from "@/lib/assistant/analysers/clang/compiler";
import { inputName, STUBS } from "@/lib/assistant/analysers/clang/flags";

/** What a text includes, and whether clang has all of it. */

const OF_C =
  "assert complex ctype errno fenv float inttypes iso646 limits locale math stdalign stdarg stdbool stddef stdint " +
  "stdio stdlib stdnoreturn string tgmath time uchar wchar wctype";
/** Without what needs threads or signals, which this clang's library lacks. */
const OF_CPP =
  "algorithm any array bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits clocale cmath " +
  "compare complex concepts cstdarg cstddef cstdint cstdio cstdlib cstring ctime cwchar cwctype deque exception " +
  "forward_list fstream functional initializer_list iomanip ios iosfwd iostream istream iterator limits list locale map " +
  "memory new numbers numeric optional ostream queue random ranges ratio regex set span sstream stack stdexcept " +
  "streambuf string string_view system_error tuple type_traits typeindex typeinfo unordered_map unordered_set utility " +
  "valarray variant vector version";
const C_STANDARD = new Set(OF_C.split(" ").map((name) => `${name}.h`));
const CPP_STANDARD = new Set([...C_STANDARD, ...OF_CPP.split(" ")]);

const INCLUDE = /^[ \t]*#[ \t]*(?:include(?:_next)?|import|embed)\b[ \t]*(.*)$/gm;
const NAMED = /^[<"]([^<>"]+)[>"]/;
const PLAIN = /^(?!\.)[\w.+-]+(?:\/(?!\.)[\w.+-]+)*$/;

/** The names of what it includes; "" for what only the preprocessor can tell. */
export const includesOf = (text: string): string[] =>
  [...text.matchAll(INCLUDE)].map(([, what = ""]) => NAMED.exec(what)?.[1] ?? "");

/** Whether all that a text uses is in it or in the language's own library: only then its errors are the text's. */
export function standsAlone(language: string, text: string): boolean {
  const known = language === "cpp" ? CPP_STANDARD : C_STANDARD;
  return includesOf(text).every((name) => known.has(name));
}

/**
 * The text as clang gets it, with an empty file for each that it includes, found only where there is no other: a missing
 * one would end the compilation. What is no plain name is made no include at all, at the same length.
 */
export function withStubs(language: string, text: string): Files {
  const stubs: Files = {};
  const main = inputName(language);
  const given = text.replace(INCLUDE, (line, what: string) => {
    const name = NAMED.exec(what)?.[1] ?? "";
    if (name === main || !PLAIN.test(name) || !addStub(stubs, name)) return blank(line);
    return line;
  });
  return { [main]: given, [STUBS]: stubs };
}

/** Answers whether it can be there beside the others: no file is a folder as well. */
function addStub(stubs: Files, name: string): boolean {
  const parts = name.split("/");
  const file = parts.pop() ?? "";
  let folder = stubs;
  for (const part of parts) {
    if (!Object.hasOwn(folder, part)) folder[part] = {};
    const inside = folder[part];
    if (inside === undefined || typeof inside === "string" || inside instanceof Uint8Array) return false;
    folder = inside;
  }
  if (!Object.hasOwn(folder, file)) folder[file] = "";
  return folder[file] === "";
}

const blank = (line: string) => line.replace(/#.*/, (directive) => `#${" ".repeat(directive.length - 1)}`);
