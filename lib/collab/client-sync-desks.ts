import * as Y from "yjs";
import { createDesk, type Desk, REMOTE } from "./client-sync-desk";
import { isMergeable, keepLeft, type Left, mergeLeft, takeLeft } from "./client-sync-left";
import { KeptAside } from "./client-sync-recovery";
import type { Channel, LocalCopies, LocalCopy, LocalMemory, Recovery } from "./client-sync-types";
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
  copies: LocalCopies;
  changed(progress: boolean): void;
  refused(): void;
}

/** The document in use, and the one that takes its place once the server has filled it (I7). */
export class Desks {
  readonly #deps: DesksDeps;
  readonly #aside: KeptAside;
  #current: Desk | null = null;
  #next: { desk: Desk; remains: Remains } | null = null;
  #replacing: Promise<void> | null = null;
  #stopped = false;
  /** The file is no longer this person's: no copy takes in or is given anything any more. */
  #forgotten = false;

  constructor(deps: DesksDeps) {
    this.#deps = deps;
    this.#aside = new KeptAside(deps.memory);
  }

  get current(): Desk | null {
    return this.#current;
  }

  /** The document that the server's messages are for. */
  get target(): Desk | null {
    return this.#next?.desk ?? this.#current;
  }

  get #over(): boolean {
    return this.#stopped || this.#forgotten;
  }

  get replacing(): boolean {
    return this.#next !== null;
  }

  /** Text kept aside, to be offered. */
  get recovery(): readonly Recovery[] {
    return this.#aside.offered;
  }

  /** Goes on with what an earlier visit left here. */
  async openLeft(): Promise<void> {
    for (const left of await this.#takeLeft()) {
      const { copy, remembered } = left;
      if (this.#current === null && !remembered.replaced)
        this.#current = this.#desk(copy, remembered.waiting);
      else void this.#empty(left, true); // in the document before this returns; the rest takes its time
    }
  }

  /** What pages could not send before they were gone goes out from here, or is kept aside where it may not be merged. */
  async collect(mayMerge: () => boolean): Promise<void> {
    for (const left of await this.#takeLeft()) await this.#empty(left, mayMerge() && !this.#forgotten);
  }

  async #takeLeft(): Promise<Left[]> {
    const left = await takeLeft(this.#deps.memory, this.#deps.copies);
    if (!this.#stopped) return left;
    for (const { copy } of left) await copy.close();
    return [];
  }

  /** A copy goes only once what it alone held is kept elsewhere. */
  async #empty(left: Left, mayMerge: boolean): Promise<void> {
    const current = this.#current;
    const merges = mayMerge && current !== null && isMergeable(left, current);
    if (merges && this.#next !== null) return left.copy.close(); // at a later look
    const kept = merges ? await mergeLeft(left, current) : keepLeft(left, current, this.#aside);
    if (kept) await this.#erase(left.copy);
    else await left.copy.close();
  }

  /** The first visit, or the log behind the file was replaced: what is here must not be merged into it. */
  async beginEpoch(epoch: string): Promise<void> {
    const desk = await this.#create(epoch);
    if (this.#over || this.target?.copy.epoch === epoch) return this.#erase(desk.copy);
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
    const desk = await this.#create(present.copy.epoch);
    if (this.#over || this.#current !== present || this.#next !== null) return this.#erase(desk.copy);
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
    const offered = differs && remains === "reoffer" && mayEdit;
    const safe = !differs || offered || this.#aside.keep(before.copy.id, wanted);
    if (mayEdit) desk.outbox.answer(Y.encodeStateVector(doc));
    if (offered) doc.transact(() => writeUnsent(before.copy.text, text), REOFFERED);
    this.#remember(before, true);
    this.remember();
    void this.#retire(before, offered ? desk.copy.flush() : Promise.resolve(safe));
    return offered;
  }

  /** Erases a desk's copy once it is certain that nothing of it is needed. */
  async #retire(desk: Desk, needless: Promise<boolean>): Promise<void> {
    desk.end();
    if (await needless) await this.#erase(desk.copy);
    else await desk.copy.close();
  }

  /** Text that will not be stored here any more is offered. Answers whether it outlives the page. */
  keepAside(): boolean {
    const { copy, outbox } = this.#current ?? {};
    if (copy === undefined || outbox?.waiting === 0) return true;
    return this.#aside.keep(copy.id, copy.text.toString());
  }

  dropRecovery(id: string): void {
    this.#aside.drop(id);
  }

  /** The file is no longer this person's: nothing of it stays here, save text that is theirs alone. */
  async forget(): Promise<void> {
    this.#forgotten = true;
    this.#dropNext();
    const desk = this.#current;
    const kept = this.keepAside();
    if (desk?.outbox.waiting === 0) this.#current = null; // else it is still shown
    if (desk !== null) await this.#retire(desk, Promise.resolve(kept));
    await this.collect(() => false);
  }

  remember(): void {
    if (this.#current !== null && !this.#forgotten) this.#remember(this.#current, false);
  }

  #remember({ copy, outbox }: Desk, replaced: boolean): void {
    const { id, epoch, persisted } = copy;
    if (persisted) this.#deps.memory.write({ id, epoch, waiting: outbox.waiting, replaced });
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
    for (const desk of [this.#next?.desk, this.#current]) {
      desk?.end();
      void desk?.copy.close();
    }
  }

  async #create(epoch: string): Promise<Desk> {
    return this.#desk(await this.#deps.copies.create(epoch), 0);
  }

  #desk(copy: LocalCopy, waiting: number): Desk {
    const { channel, changed, refused } = this.#deps;
    return createDesk(copy, waiting, channel, { changed, refused });
  }

  #put(desk: Desk, remains: Remains): void {
    this.#dropNext();
    this.#next = { desk, remains };
  }

  #dropNext(): void {
    if (this.#next !== null) void this.#retire(this.#next.desk, Promise.resolve(true));
    this.#next = null;
  }

  async #erase({ id, erase }: LocalCopy): Promise<void> {
    await erase();
    this.#deps.memory.forget(id);
  }
}
