import * as Y from "yjs";

/** One UTF-16 unit of the text, with its id in Yjs. */
export interface Letter {
  unit: string;
  client: number;
  clock: number;
  author: number | undefined;
  /** It was written behind the letter that its client wrote just before, and something else stands between them now. */
  torn: boolean;
}

const WORD = /w\d{4};/g;

export const wordsIn = (text: string): string[] => text.match(WORD) ?? [];

export const hasPartOfWord = (text: string): boolean => /[w\d;]/.test(text.replace(WORD, ""));

export function lettersOf(text: Y.Text, owners: ReadonlyMap<number, number>): Letter[] {
  const letters: Letter[] = [];
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const { id, origin, content } = item;
    const author = owners.get(id.client);
    for (let n = 0; n < item.length; n += 1) {
      const letter = { unit: content.str.charAt(n), client: id.client, clock: id.clock + n, author };
      const wroteOn = n === 0 && origin?.client === id.client && origin.clock === id.clock - 1;
      letters.push({ ...letter, torn: wroteOn && !follows(letters.at(-1), letter) });
    }
  }
  return letters;
}

type Id = Pick<Letter, "client" | "clock">;

const follows = (before: Id | undefined, { client, clock }: Id): boolean =>
  before?.client === client && before.clock === clock - 1;

export const textOf = (letters: readonly Letter[]): string => letters.map(({ unit }) => unit).join("");

/** The words that stand in the text as one client wrote them, letter after letter, and whose they are. */
export function wholeWords(letters: readonly Letter[]): Map<string, number | undefined> {
  const whole = new Map<string, number | undefined>();
  for (const { 0: word, index } of textOf(letters).matchAll(WORD)) {
    const own = letters.slice(index, index + word.length);
    if (own.every((letter, n) => n === 0 || follows(own[n - 1], letter))) whole.set(word, own[0]?.author);
  }
  return whole;
}

/**
 * The words in the text, each as often as somebody wrote it. What only looks like one is none: a piece of a word whose
 * rest stands elsewhere, before the rest of somebody else's.
 */
export function writtenWords(letters: readonly Letter[]): string[] {
  const isWritten = (own: readonly Letter[]) =>
    own.every(({ author, torn }, n) => n === 0 || (author === own[0]?.author && !torn));
  return [...textOf(letters).matchAll(WORD)]
    .filter(({ 0: word, index }) => isWritten(letters.slice(index, index + word.length)))
    .map(([word]) => word);
}

/**
 * What each author has written and is still there, client by client in the order of writing, with a blank where
 * something is missing or was torn. Yjs puts what is typed beside a deleted character behind that one, so that what
 * somebody else typed meanwhile before it comes between two letters of a word: nothing of it is lost.
 */
export function inOrderOfWriting(letters: readonly Letter[]): Map<number | undefined, string> {
  const written = new Map<number | undefined, string>();
  const ordered = letters.toSorted((a, b) => a.client - b.client || a.clock - b.clock);
  for (const [n, letter] of ordered.entries()) {
    const gap = letter.torn || !follows(ordered[n - 1], letter) ? " " : "";
    written.set(letter.author, (written.get(letter.author) ?? "") + gap + letter.unit);
  }
  return written;
}
