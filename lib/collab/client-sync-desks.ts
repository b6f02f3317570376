import * as Y from "yjs";
import { createDesk, type Desk, REMOTE } from "./client-sync-desk";
import type { Channel, LocalCopy, LocalMemory, OpenLocalCopy, Remembered } from "./client-sync-types";
import { writeUnsent } from "./client-sync-unsent";

/** Origin of unsent text that is offered again under a new client id. */
const REOFFERED = Symbol("offered again");

/**
 * What happens to the text of a document that is replaced: offered again as one's own (4422), or kept aside because it
 * cannot be merged (another epoch) or may not be (a viewer).
 */
export type Remains = "reoffer" | "aside";

interface DesksDeps {
  channel: Pick<Channel, "send">;
  memory: LocalMemory;
  openCopy: OpenLocalCopy;
  changed(progress: boolean): void;
  refused(): void;
}

/** The document in use, and the one that takes its place once the server has filled it (I7). */
export class Desks {
  readonly #deps: DesksDeps;
  #current: Desk | null = null;
  #next: { desk: Desk; remains: Remains } | null = null;
  #replacing: Promise<void> | null = null;
  #recovery: string | null;
  readonly #retired: LocalCopy[] = [];
  #stopped = false;

  constructor(deps: DesksDeps) {
    this.#deps = deps;
    this.#recovery = deps.memory.readRecovery();
  }

  get current(): Desk | null {
    return this.#current;
  }

  /** The document that the server's messages are for. */
  get target(): Desk | null {
    return this.#next?.desk ?? this.#current;
  }

  get replacing(): boolean {
    return this.#next !== null;
  }

  /** Text kept aside, to be offered. */
  get recovery(): string | null {
    return this.#recovery;
  }

  /** What an earlier visit left here, or another tab. */
  async openKnown(): Promise<void> {
    const [known, ...others] = this.#deps.memory.read();
    if (known === undefined) return;
    const desk = await this.#open(known.epoch, known.generation, known.waiting);
    if (this.#stopped) return desk.close();
    this.#current = desk;
    for (const other of others) if (other.waiting > 0) await this.#keepTextOf(other);
    this.remember();
    this.#deps.memory.takeOver();
  }

  /**
   * What another tab could not send before it was closed goes out from here. Not from a copy that another tab has
   * replaced: what was in it is offered there. Answers whether there was anything.
   */
  async takeIn(): Promise<boolean> {
    const { copy } = this.#current ?? {};
    if (copy === undefined || this.#next !== null || this.#replacedElsewhere(copy)) return false;
    return copy.takeIn();
  }

  /** Another tab has begun this copy anew. */
  #replacedElsewhere({ epoch, generation }: LocalCopy): boolean {
    return this.#deps.memory.read().some((known) => known.epoch === epoch && known.generation > generation);
  }

  /** A copy that was replaced while a tab still had unsent text in it: nobody will send that any more. */
  async #keepTextOf({ epoch, generation }: Remembered): Promise<void> {
    const copy = await this.#deps.openCopy(epoch, generation);
    const text = copy.text.toString();
    await copy.close();
    if (text !== this.#current?.copy.text.toString()) this.#keep(text);
  }

  /** The first visit, or the log behind the file was replaced: what is here must not be merged into it. */
  async beginEpoch(epoch: string): Promise<void> {
    const desk = await this.#open(epoch, 0, 0);
    if (this.#stopped || this.target?.copy.epoch === epoch) return desk.close();
    if (this.#current === null) this.#current = desk;
    else this.#put(desk, "aside");
  }

  /** Opens an empty document of the same epoch for the place of the present one. One at a time. */
  replace(remains: Remains): Promise<void> {
    this.#replacing ??= this.#replace(remains).finally(() => {
      this.#replacing = null;
    });
    return this.#replacing;
  }

  async #replace(remains: Remains): Promise<void> {
    const present = this.#current;
    if (present === null || this.#next !== null) return;
    present.outbox.disconnected();
    const { epoch, generation } = present.copy;
    const desk = await this.#open(epoch, generation + 1, 0);
    if (this.#stopped || this.#current !== present || this.#next !== null) return desk.close();
    this.#put(desk, remains);
  }

  /**
   * The next document holds the server's text: what was only in the present one is written into it, or kept aside.
   * Answers whether something is offered again.
   */
  finish(mayEdit: boolean): boolean {
    const before = this.#current;
    if (this.#next === null || before === null) return false;
    const { desk, remains } = this.#next;
    this.#next = null;
    this.#current = desk;
    const { text, doc } = desk.copy;
    // Merged with the server's state, the old document differs from the new one in exactly what was never stored.
    if (remains === "reoffer") Y.applyUpdate(before.copy.doc, Y.encodeStateAsUpdate(doc), REMOTE);
    const wanted = before.copy.text.toString();
    const differs = wanted !== text.toString();
    // Tabs share what is kept: text that was refused in several of them is offered again by the first, else it doubles.
    const offered = differs && remains === "reoffer" && mayEdit && !this.#replacedElsewhere(before.copy);
    const safe = !differs || offered || this.#keep(wanted);
    if (mayEdit) desk.outbox.answer(Y.encodeStateVector(doc));
    if (offered) doc.transact(() => writeUnsent(before.copy.text, text), REOFFERED);
    this.remember();
    before.close();
    if (safe) this.#retired.push(before.copy);
    if (!offered) this.settled();
    return offered;
  }

  /** Everything is stored or kept elsewhere: local copies that were replaced may go. */
  settled(): void {
    for (const copy of this.#retired.splice(0)) this.#erase(copy);
  }

  /** Unless another tab is still at work on it. */
  #erase(copy: LocalCopy): void {
    const used = this.#deps.memory
      .read()
      .some(({ epoch, generation }) => epoch === copy.epoch && generation === copy.generation);
    if (!used) void copy.erase();
  }

  /** Text that will not be stored here any more is offered. */
  keepAside(): void {
    if (this.#current !== null && this.#current.outbox.waiting > 0)
      this.#keep(this.#current.copy.text.toString());
  }

  /** Text that another tab has kept aside since is offered next. */
  dropRecovery(): void {
    const { memory } = this.#deps;
    const kept = memory.readRecovery();
    const dropped = kept === null || kept === this.#recovery;
    this.#recovery = dropped ? null : kept;
    if (dropped) memory.writeRecovery(null);
  }

  /** Beside what is kept already, of this tab or another. Answers whether it outlives the page. */
  #keep(text: string): boolean {
    if (text === "") return true;
    const { memory } = this.#deps;
    this.#recovery = beside(memory.readRecovery() ?? this.#recovery, text);
    return memory.writeRecovery(this.#recovery);
  }

  /** The file is no longer this person's: nothing of it stays, unless it is theirs alone. */
  forget(): void {
    const desk = this.#current;
    if (desk === null || desk.outbox.waiting > 0) return;
    desk.close();
    this.#current = null;
    this.#deps.memory.forget();
    this.#erase(desk.copy);
  }

  remember(): void {
    if (this.#current === null) return;
    const { copy, outbox } = this.#current;
    const { epoch, generation } = copy;
    this.#deps.memory.write({ epoch, generation, waiting: copy.persisted ? outbox.waiting : 0 });
  }

  disconnected(): void {
    for (const desk of [this.#current, this.#next?.desk]) {
      desk?.outbox.disconnected();
      desk?.presence.disconnected();
    }
  }

  /** Idempotent. Local copies stay. */
  stop(): void {
    this.#stopped = true;
    this.#next?.desk.close();
    this.#current?.close();
  }

  async #open(epoch: string, generation: number, waiting: number): Promise<Desk> {
    const copy = await this.#deps.openCopy(epoch, generation);
    const { channel, changed, refused } = this.#deps;
    return createDesk(copy, copy.persisted ? waiting : 0, channel, { changed, refused });
  }

  #put(desk: Desk, remains: Remains): void {
    this.#next?.desk.close();
    this.#next = { desk, remains };
  }
}

function beside(kept: string | null, text: string): string {
  if (kept === null || text.includes(kept)) return text;
  return kept.includes(text) ? kept : `${kept}\n\n${text}`;
}
