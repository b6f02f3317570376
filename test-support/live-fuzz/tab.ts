import * as Y from "yjs";
import { can } from "@/lib/access/policy";
import { ClientSync } from "@/lib/collab/client-sync";
import type { LocalCopy } from "@/lib/collab/client-sync-types";
import type { Role } from "@/lib/contracts/roles";
import { type Page, STORE_MS } from "./browser-profile";
import { hasPartOfWord, wordsIn } from "./letters";
import { SimulatedChannel } from "./simulated-channel";
import type { Human, World } from "./world";

/** A word that is being typed, character by character. */
interface Typing {
  copy: LocalCopy;
  word: string;
  typed: number;
  after: Y.RelativePosition;
}

const NOT_BEFORE_THE_END = -1;

/** One browser tab with the real ClientSync, and somebody who types into it. */
export class Tab {
  readonly human: Human;
  readonly channel: SimulatedChannel;
  readonly sync: ClientSync;
  readonly #world: World;
  readonly #page: Page;
  /** Words finished so lately that the browser may not have kept them yet. */
  #lately: { word: string; at: number }[] = [];
  #online = true;
  #typing: Typing | null = null;
  /** What the page was told when it was loaded. */
  #role: Role | null = null;

  constructor(world: World, human: Human) {
    this.#world = world;
    this.human = human;
    const { userId, profile } = human;
    this.channel = new SimulatedChannel({
      fileId: world.fileId,
      person: { userId, username: `user${userId}`, sessionId: `session${userId}` },
      random: world.random,
      engine: () => world.engine(),
      online: () => this.#online,
      shown: (message) => world.witness.mustHold(message, "what was shown"),
      acknowledged: (message, answer) => {
        if ("version" in answer) world.witness.mustHold(message, "what was acknowledged");
      },
    });
    this.#page = profile.openPage();
    this.sync = new ClientSync({ channel: this.channel, ...this.#page });
    this.sync.subscribe(() => this.#look());
    void world.log.roleOf(world.fileId, userId).then((role) => {
      this.#role = role;
    });
    this.sync.start();
  }

  /** "Saved" is what the log holds (I1, I7). */
  #look(): void {
    const { copy, waiting, state } = this.sync.getSnapshot();
    if (copy === null || waiting > 0 || state.kind !== "live") return;
    const own = Y.getState(copy.doc.store, copy.doc.clientID);
    if (own > this.#world.witness.state(copy.doc.clientID))
      throw new Error("I1: the tab calls saved what is not in the log");
  }

  get settled(): boolean {
    const { state, status, waiting } = this.sync.getSnapshot();
    return state.kind === "closed" || (state.kind === "live" && status === "saved" && waiting === 0);
  }

  get text(): string | null {
    const { copy, state } = this.sync.getSnapshot();
    return state.kind === "live" && copy !== null ? copy.text.toString() : null;
  }

  describe(): string {
    const { state, role, waiting, copy, recovery } = this.sync.getSnapshot();
    const client = copy?.doc.clientID;
    const { userId } = this.human;
    return JSON.stringify({ userId, client, state: state.kind, role, waiting, text: copy?.text, recovery });
  }

  setOnline(online: boolean): void {
    this.#online = online;
    if (online) this.channel.retryNow();
    else this.channel.cut();
  }

  close(killed: boolean): void {
    if (killed) {
      this.channel.die();
      this.#page.die();
      this.#world.words.mayBeGone(this.#notKeptYet());
    }
    this.sync.stop();
  }

  #notKeptYet(): string[] {
    return this.#lately.filter(({ at }) => Date.now() - at <= STORE_MS).map(({ word }) => word);
  }

  #written(word: string): void {
    this.#world.words.written(word, this.human.userId);
    this.#lately.push({ word, at: Date.now() });
  }

  /** The editor takes no keys from a viewer, and none while there is no text or once the file is closed. */
  #editable(): LocalCopy | null {
    const { copy, role, state } = this.sync.getSnapshot();
    const may = role ?? this.#role;
    if (copy === null || may === null || !can(may, "file:edit") || state.kind === "closed") return null;
    return copy;
  }

  #pick(count: number): number {
    return Math.floor(this.#world.random() * count);
  }

  /** A place that is in no word: at the start, after a line's end, or after a word. */
  #place(text: string): number {
    const places = [0];
    for (let n = 0; n < text.length; n += 1) if (text[n] === "\n" || text[n] === ";") places.push(n + 1);
    return places[this.#pick(places.length)] ?? 0;
  }

  /** Some more characters of a word, at the caret. */
  type(): void {
    const copy = this.#editable();
    if (copy === null) return;
    let typing = this.#typing;
    if (typing === null || typing.copy !== copy) {
      const at = this.#place(copy.text.toString());
      const after = Y.createRelativePositionFromTypeIndex(copy.text, at, NOT_BEFORE_THE_END);
      typing = { copy, word: this.#world.words.next(), typed: 0, after };
    }
    const index = Y.createAbsolutePositionFromRelativePosition(typing.after, copy.doc)?.index ?? 0;
    const chars = typing.word.slice(typing.typed, typing.typed + 1 + this.#pick(3));
    this.#edit(copy, (text) => text.insert(index, chars));
    typing.typed += chars.length;
    const end = index + chars.length;
    typing.after = Y.createRelativePositionFromTypeIndex(copy.text, end, NOT_BEFORE_THE_END);
    const done = typing.typed >= typing.word.length;
    // Deleted while it was typed: a part of it is missing.
    const whole = copy.text.toString().slice(end - typing.word.length, end) === typing.word;
    if (done && whole) this.#written(typing.word);
    this.#typing = done ? null : typing;
  }

  paste(): void {
    const copy = this.#editable();
    if (copy === null) return;
    this.#typing = null;
    const { words } = this.#world;
    const pasted = Array.from({ length: 1 + this.#pick(4) }, () => words.next());
    const end = ["\n", "\r\n", " 🦊🎉\n", "\u0000\n"][this.#pick(4)] ?? "\n";
    const at = this.#place(copy.text.toString());
    this.#edit(copy, (text) => text.insert(at, pasted.map((word) => word + end).join("")));
    for (const word of pasted) this.#written(word);
  }

  /** Whole words, with all between them. */
  delete(): void {
    const copy = this.#editable();
    if (copy === null) return;
    this.#typing = null;
    const before = copy.text.toString();
    const from = this.#place(before);
    const to = this.#place(before.slice(0, from + 40));
    const [start, end] = from < to ? [from, to] : [to, from];
    // A word that somebody is just typing is left alone: nobody could say any more which one was deleted.
    if (start === end || hasPartOfWord(before.slice(start, end))) return;
    this.#world.words.mayBeGone(wordsIn(before.slice(start, end)));
    this.#edit(copy, (text) => text.delete(start, end - start));
  }

  /** The caret moves: awareness. */
  move(): void {
    const { copy } = this.sync.getSnapshot();
    const anchor = copy === null ? null : Y.createRelativePositionFromTypeIndex(copy.text, 0);
    copy?.awareness.setLocalStateField("cursor", { anchor, head: anchor });
  }

  #edit(copy: LocalCopy, change: (text: Y.Text) => void): void {
    copy.doc.transact(() => change(copy.text), "the editor");
  }
}
