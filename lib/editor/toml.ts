import type { languages } from "monaco-editor/editor";
import { bracketPairs } from "./bracket-pairs";
import type { Monaco } from "./monaco-types";

const TOML_ID = "toml";

/** Monaco does not know TOML. */
export function registerToml(monaco: Monaco): void {
  monaco.languages.register({ id: TOML_ID });
  monaco.languages.setLanguageConfiguration(TOML_ID, TOML_CONFIGURATION);
  monaco.languages.setMonarchTokensProvider(TOML_ID, TOML_TOKENS);
}

const TOML_CONFIGURATION: languages.LanguageConfiguration = {
  comments: { lineComment: "#" },
  ...bracketPairs(['"', "'"]),
};

const TOML_TOKENS: languages.IMonarchLanguage = {
  tokenizer: {
    root: [
      [/#.*$/, "comment"],
      [/^\s*\[\[?[^\]]*\]\]?/, "keyword"],
      [/[\w."'-]+(?=\s*=)/, "type"],
      [/"""/, "string", "@basic"],
      [/'''/, "string", "@literal"],
      [/"(?:[^"\\]|\\.)*"|'[^']*'/, "string"],
      [/\d{4}-\d{2}-\d{2}(?:[T ][\d:.Z+-]+)?/, "number"],
      [/[+-]?(?:0[xob][\dA-Fa-f_]+|[\d_]+(?:\.[\d_]+)?(?:[eE][+-]?\d+)?|inf|nan)\b/, "number"],
      [/\b(?:true|false)\b/, "keyword"],
      [/[{}[\]]/, "@brackets"],
      [/[,=]/, "delimiter"],
    ],
    basic: [
      [/[^"\\]+/, "string"],
      [/\\./, "string.escape"],
      [/"""/, "string", "@pop"],
      [/"/, "string"],
    ],
    literal: [
      [/[^']+/, "string"],
      [/'''/, "string", "@pop"],
      [/'/, "string"],
    ],
  },
};
