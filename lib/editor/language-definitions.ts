/** Tokenisers of the languages in lib/contracts/languages.ts; each is loaded when a text in it is opened. */
import "monaco-editor/languages/definitions/cpp/register"; // c too
import "monaco-editor/languages/definitions/csharp/register";
import "monaco-editor/languages/definitions/css/register";
import "monaco-editor/languages/definitions/dockerfile/register";
import "monaco-editor/languages/definitions/go/register";
import "monaco-editor/languages/definitions/html/register";
import "monaco-editor/languages/definitions/java/register";
import "monaco-editor/languages/definitions/javascript/register";
import "monaco-editor/languages/definitions/kotlin/register";
import "monaco-editor/languages/definitions/lua/register";
import "monaco-editor/languages/definitions/markdown/register";
import "monaco-editor/languages/definitions/php/register";
import "monaco-editor/languages/definitions/python/register";
import "monaco-editor/languages/definitions/r/register";
import "monaco-editor/languages/definitions/ruby/register";
import "monaco-editor/languages/definitions/rust/register";
import "monaco-editor/languages/definitions/shell/register";
import "monaco-editor/languages/definitions/sql/register";
import "monaco-editor/languages/definitions/swift/register";
import "monaco-editor/languages/definitions/typescript/register";
import "monaco-editor/languages/definitions/xml/register";
import "monaco-editor/languages/definitions/yaml/register";
import type { languages } from "monaco-editor/editor";
import { bracketPairs } from "./bracket-pairs";
import type { Monaco } from "./monaco-types";

const JSON_ID = "json";

/** Monaco has JSON only as a language service with a worker; the colours need no more than this. */
export function registerJson(monaco: Monaco): void {
  monaco.languages.register({ id: JSON_ID });
  monaco.languages.setLanguageConfiguration(JSON_ID, JSON_CONFIGURATION);
  monaco.languages.setMonarchTokensProvider(JSON_ID, JSON_TOKENS);
}

const JSON_CONFIGURATION: languages.LanguageConfiguration = {
  comments: { lineComment: "//", blockComment: ["/*", "*/"] },
  ...bracketPairs(['"']),
};

const JSON_TOKENS: languages.IMonarchLanguage = {
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, "type"],
      [/"/, "string", "@string"],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, "number"],
      [/\b(?:true|false|null)\b/, "keyword"],
      [/[{}[\]]/, "@brackets"],
      [/[,:]/, "delimiter"],
      [/\/\/.*$/, "comment"],
      [/\/\*/, "comment", "@comment"],
    ],
    string: [
      [/[^"\\]+/, "string"],
      [/\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/, "string.escape"],
      [/\\./, "string.escape.invalid"],
      [/"|$/, "string", "@pop"],
    ],
    comment: [
      [/[^*]+/, "comment"],
      [/\*\//, "comment", "@pop"],
      [/\*/, "comment"],
    ],
  },
};
