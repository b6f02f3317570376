import type { LocalMemory } from "./client-sync-types";

/** Text that was kept aside, to be offered until it is taken or not wanted. */
export class KeptAside {
  readonly #memory: LocalMemory;
  /** By the copy it comes from; also what the browser could not keep. */
  readonly #texts: Map<string, string>;
  readonly #dropped = new Set<string>();

  constructor(memory: LocalMemory) {
    this.#memory = memory;
    this.#texts = new Map(memory.readRecovery().map(({ id, text }) => [id, text]));
  }

  /** All of it as one text; null: there is none. */
  get text(): string | null {
    const texts = [...new Set(this.#texts.values())];
    const apart = texts.filter((text) => !texts.some((other) => other !== text && other.includes(text)));
    return apart.length === 0 ? null : apart.join("\n\n");
  }

  /** Answers whether it outlives the page, if it has to. */
  keep(id: string, text: string): boolean {
    if (text === "" || this.#dropped.has(id)) return true;
    this.#texts.set(id, text);
    return this.#memory.writeRecovery({ id, text });
  }

  /** What is offered here is not wanted any more; what other pages have kept since is offered next. */
  drop(): void {
    for (const id of this.#texts.keys()) {
      this.#memory.dropRecovery(id);
      this.#dropped.add(id);
    }
    this.#texts.clear();
    for (const { id, text } of this.#memory.readRecovery()) this.#texts.set(id, text);
  }
}
