import { inOrderOfWriting, type Letter, textOf, wholeWords, wordsIn, writtenWords } from "./letters";

interface Word {
  userId: number;
  /** Somebody has deleted it, or may have. */
  mayBeGone: boolean;
  /** Written under one client id in one piece, so that its author shows. */
  typed: boolean;
  /** Part of a PUT of which nobody knows whether it is stored; deleted it can be before. */
  unanswered: boolean;
}

/** Every word that anybody has ever written: each is unique, so that a lost or doubled one shows (I7, I9). */
export class Words {
  readonly #words = new Map<string, Word>();
  /** Begun and not yet written in full; whether a part of it may be gone already. */
  readonly #begun = new Map<string, boolean>();
  /** PUTs without a base that are not stored, by their content, with the words they bring. */
  readonly #replacing = new Map<string, readonly string[]>();
  #last = 0;

  /** A new word; it counts once it is `written`. */
  next(): string {
    this.#last += 1;
    const word = `w${String(this.#last).padStart(4, "0")};`;
    this.#begun.set(word, false);
    return word;
  }

  /** Typed or pasted. */
  written(word: string, userId: number): void {
    const mayBeGone = this.#begun.get(word) ?? false;
    this.#begun.delete(word);
    this.#words.set(word, { userId, typed: true, mayBeGone, unanswered: false });
  }

  /** Part of a PUT that is on its way. `content`: the whole of it, when it has no base. */
  put(words: readonly string[], userId: number, content: string | null): void {
    for (const word of words) {
      this.#begun.delete(word);
      this.#words.set(word, { userId, typed: false, mayBeGone: false, unanswered: true });
    }
    if (content !== null) this.#replacing.set(content, words);
  }

  /** Something was stored. */
  stored(lettersNow: () => readonly Letter[]): void {
    if (this.#replacing.size === 0) return;
    const letters = lettersNow();
    const text = textOf(letters);
    for (const [content, words] of this.#replacing) {
      if (!words.every((word) => text.includes(word))) continue;
      this.#replacing.delete(content);
      this.#replaced(content, letters);
    }
  }

  /** It is stored. One of its words that was torn before that kept it from being seen at the time. */
  putAnswered(words: readonly string[], letters: readonly Letter[]): void {
    for (const [content, own] of this.#replacing) {
      if (own !== words) continue;
      this.#replacing.delete(content);
      this.#replaced("", letters);
    }
    for (const word of words) {
      const known = this.#words.get(word);
      if (known !== undefined) known.unanswered = false;
    }
  }

  mayBeGone(words: Iterable<string>): void {
    for (const word of words) {
      const known = this.#words.get(word);
      if (known !== undefined) known.mayBeGone = true;
    }
  }

  /**
   * A PUT without a base may replace what others typed since the reading, and make a word out of pieces of others, within
   * which those who wrote them type on: it is worked out against the text of its moment. Where its first commit failed
   * they may have done so before it is stored.
   */
  #replaced(content: string, letters: readonly Letter[]): void {
    const text = textOf(letters);
    const kept = new Set(wordsIn(content));
    const whole = wholeWords(letters);
    for (const [word, known] of this.#words) {
      if (whole.has(word)) known.typed &&= whole.get(word) === known.userId;
      else if (!kept.has(word) || holdsLettersOf(word, text)) known.mayBeGone = true;
    }
    for (const word of this.#begun.keys()) this.#begun.set(word, true);
  }

  /** What is wrong with the final text. */
  faults(letters: readonly Letter[], recoveryOf: (userId: number) => string): string[] {
    const text = textOf(letters);
    const written = inOrderOfWriting(letters);
    const count = new Map<string, number>();
    for (const word of wordsIn(text)) count.set(word, (count.get(word) ?? 0) + 1);
    const whole = writtenWords(letters);
    const faults: string[] = [];
    for (const [word, { userId, mayBeGone, typed, unanswered }] of this.#words) {
      const times = count.get(word) ?? 0;
      const doubled = typed ? whole.filter((one) => one === word).length > 1 : times > 1;
      if (doubled) faults.push(`${typed ? "I7" : "I9"}: ${word} is there ${times} times`);
      if (mayBeGone || unanswered || written.get(userId)?.includes(word)) continue;
      if (times === 0 && !recoveryOf(userId).includes(word))
        faults.push(`${typed ? "I7" : "I9"}: ${word} of user ${userId} is lost`);
      const at = text.indexOf(word);
      const authors = letters.slice(at, at + word.length).map(({ author }) => author);
      // One that was deleted may have been put back by somebody else's PUT.
      if (times === 1 && typed && !authors.every((author) => author === userId))
        faults.push(`I8: ${word} of user ${userId} bears another author ${JSON.stringify(authors)}`);
    }
    return faults;
  }
}

/** In order and with nothing but letters of other words between them. */
const holdsLettersOf = (word: string, text: string): boolean =>
  new RegExp([...word].join("[w\\d;]*")).test(text);
