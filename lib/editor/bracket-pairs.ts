import type { languages } from "monaco-editor/editor";

/** Brackets of languages with braces and square brackets alone, and what is closed as one types: those and `quotes`. */
export function bracketPairs(
  quotes: readonly string[],
): Pick<languages.LanguageConfiguration, "brackets" | "autoClosingPairs"> {
  const brackets: languages.CharacterPair[] = [
    ["{", "}"],
    ["[", "]"],
  ];
  const pairs = [...brackets, ...quotes.map((quote): languages.CharacterPair => [quote, quote])];
  return {
    brackets,
    autoClosingPairs: pairs.map(([open, close]) => ({ open, close, notIn: ["string"] })),
  };
}
