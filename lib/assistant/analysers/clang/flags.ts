import { createHash } from "node:crypto";

/** What is asked of clang. The headers compiled before fit the text only where both were read with the same of these. */

/** The system's parts that its C library has only when asked. */
const EMULATED = ["SIGNAL", "MMAN", "PROCESS_CLOCKS", "GETPID"].map((part) => `-D_WASI_EMULATED_${part}`);

const ASKED = ["all", "extra", "type-limits", "conditional-uninitialized", "unreachable-code"];
/** Taste, or what one file alone does not tell. */
const NOT_ASKED = [
  "sign-compare",
  "unused-parameter",
  "unused-function",
  "unused-command-line-argument",
  "missing-field-initializers",
  "implicit-fallthrough",
  "unknown-pragmas",
  "unknown-attributes",
  "ignored-attributes",
  "pragma-once-outside-header",
  "deprecated-declarations",
  "deprecated-non-prototype",
  "invalid-utf8",
  "unknown-warning-option",
];
const WARNINGS = [...ASKED.map((name) => `-W${name}`), ...NOT_ASKED.map((name) => `-Wno-${name}`)];
const ANSWER = [
  "-fdiagnostics-parseable-fixits",
  "-fno-color-diagnostics",
  "-ferror-limit=100",
  "-ftemplate-depth=256",
  "-fconstexpr-steps=100000",
];

const CPP = ["clang++", "-std=gnu++20", "-fwasm-exceptions", ...EMULATED];
const C = ["clang", "-std=gnu17", "-fwasm-exceptions", ...EMULATED];

/** Where the headers that a text includes and nobody has are, empty. */
export const STUBS = "stubs";
/** The name of the text. */
export const inputName = (language: string) => (language === "cpp" ? "input.cpp" : "input.c");

export function checkCommand(language: string, { precompiled }: { precompiled: boolean }): string[] {
  return [
    ...(language === "cpp" ? CPP : C),
    "-fsyntax-only",
    ...WARNINGS,
    ...ANSWER,
    "-idirafter",
    STUBS,
    ...(precompiled ? ["-include-pch", PRECOMPILED] : []),
    inputName(language),
  ];
}

const HEADERS =
  "algorithm array bitset cassert cctype cerrno climits cmath cstddef cstdint cstdio cstdlib cstring ctime deque " +
  "exception fstream functional initializer_list iomanip iostream iterator limits list map memory numeric optional " +
  "queue set sstream stack stdexcept string string_view tuple type_traits unordered_map unordered_set utility variant vector";
const AMONG_THEM = new Set(HEADERS.split(" "));
/** Whether the text includes a header that is among those compiled before. */
export const needsPrecompiled = (includes: readonly string[]) =>
  includes.some((name) => AMONG_THEM.has(name));

export const HEADER = "standard.hpp";
export const HEADER_TEXT = [...AMONG_THEM].map((name) => `#include <${name}>\n`).join("");
const MAKE_IT = [...CPP, ...WARNINGS, "-Xclang", "-fno-pch-timestamp", "-x", "c++-header", HEADER, "-o"];
const made = createHash("sha256").update(MAKE_IT.join(" ")).update(HEADER_TEXT).digest("hex").slice(0, 12);
/**
 * The headers of C++ compiled before: reading them anew takes seconds for each text. Named after how they were made: those
 * of another version of this list are not found, and all goes on without.
 */
export const PRECOMPILED = `standard-${made}.pch`;
export const PRECOMPILE_COMMAND = [...MAKE_IT, PRECOMPILED];
