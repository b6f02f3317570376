import type * as Y from "yjs";
import type { PageClient } from "./page-client";
import type { StockClient } from "./plain-client";

/** Who types words into one file, on whichever road. */
export interface Typist {
  text(): Y.Text | null;
  /** Whether the server has said that it holds all that was typed, as far as the road says so. */
  settled(): boolean;
}

export const pageTypist = (page: PageClient): Typist => ({ text: page.text, settled: page.saved });

export const stockTypist = ({ provider, text }: StockClient): Typist => ({
  text: () => text,
  settled: () => provider.synced,
});

export interface Typing {
  /** Every word typed so far, and who typed it. */
  words: string[];
  authors: ReadonlyMap<string, Typist>;
  stop(): void;
}

const WORD = /<[^<>]+>/g;

export const wordsIn = (text: string): string[] => text.match(WORD) ?? [];

/** One of them after the other types a word every `everyMs`, between two words, until it is stopped. */
export function startTyping(typists: readonly Typist[], random: () => number, everyMs: number): Typing {
  const words: string[] = [];
  const authors = new Map<string, Typist>();
  const timer = setInterval(() => {
    const typist = typists[Math.floor(random() * typists.length)];
    const text = typist?.text() ?? null;
    const place = random();
    if (typist === undefined || text === null) return;
    const word = `<${words.length}>`;
    words.push(word);
    authors.set(word, typist);
    // Never inside another word: words are found again as they were typed.
    text.insert(text.toString().lastIndexOf(">", Math.floor(place * text.length)) + 1, word);
  }, everyMs);
  return { words, authors, stop: () => clearInterval(timer) };
}

/** The words of others that each has been shown. */
export const shownWords = (typists: readonly Typist[], { authors }: Typing): string[][] =>
  typists.map((typist) =>
    wordsIn(String(typist.text() ?? ""))
      .filter((word) => authors.get(word) !== typist)
      .sort(),
  );

/** Of the words typed, those that do not stand in the text exactly once. */
export function lostOrDoubled(words: readonly string[], text: string): string[] {
  const counts = new Map<string, number>();
  for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return words.filter((word) => counts.get(word) !== 1);
}
