import type { LocalMemory, Recovery } from "./client-sync-types";

/** Texts that were kept aside, to be offered until they are taken or not wanted. */
export class KeptAside {
  readonly #memory: LocalMemory;
  /** By the copy it comes from; also what the browser could not keep. */
  readonly #texts = new Map<string, string>();
  readonly #dropped = new Set<string>();
  #offered: readonly Recovery[] = [];

  constructor(memory: LocalMemory) {
    this.#memory = memory;
    this.#readKept();
  }

  /** Each text once, and none that is a part of another. The same array until something changes. */
  get offered(): readonly Recovery[] {
    return this.#offered;
  }

  /** Answers whether it outlives the page, if it has to. */
  keep(id: string, text: string): boolean {
    if (text === "" || this.#dropped.has(id)) return true;
    this.#texts.set(id, text);
    this.#offered = apart(this.#texts);
    return this.#memory.writeRecovery({ id, text });
  }

  /** A text that is offered is not wanted any more, nor its parts; what other pages have kept since is offered next. */
  drop(offered: string): void {
    const dropped = this.#texts.get(offered);
    if (dropped === undefined) return;
    for (const [id, text] of this.#texts) {
      if (!dropped.includes(text)) continue;
      this.#memory.dropRecovery(id);
      this.#dropped.add(id);
      this.#texts.delete(id);
    }
    this.#readKept();
  }

  #readKept(): void {
    for (const { id, text } of this.#memory.readRecovery()) this.#texts.set(id, text);
    this.#offered = apart(this.#texts);
  }
}

function apart(texts: ReadonlyMap<string, string>): Recovery[] {
  const once = [...new Map([...texts].map(([id, text]) => [text, { id, text }])).values()];
  return once.filter(({ text }) => !once.some((other) => other.text !== text && other.text.includes(text)));
}
