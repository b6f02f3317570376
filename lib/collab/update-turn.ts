import * as Y from "yjs";
import { deletionUpdate } from "./deletions";
import type { AppendEntry, AppendResult } from "./document-log";
import type { FileDocument } from "./file-document";
import { standsWhereItCould } from "./judge-place";
import type { QueuedUpdate, Sender, UpdateOutcome } from "./queued-update";
import { judgeUpdate } from "./validate-update";

/** What everybody in the file is to hear, once it is in the log. */
export interface Publication {
  seq: number;
  update: Uint8Array;
  /** The one connection it all came from and that needs no echo; null: everybody hears it. */
  except: Sender | null;
}

interface Answer {
  queued: QueuedUpdate;
  outcome: UpdateOutcome;
}

/** One author's updates, written together as one entry. */
interface Group {
  userId: number;
  members: QueuedUpdate[];
  clientIds: Set<number>;
  update: Uint8Array | null;
  /** Something was taken out of it again, so that the sender must hear it too. */
  sanitised: boolean;
}

export interface SettledTurn {
  /** False: the document holds something that was refused. */
  trusted: boolean;
  publications: Publication[];
  answers: Answer[];
  /** To be sent again, one by one. */
  again: QueuedUpdate[];
}

/**
 * Waiting updates of one file on their way into the log: judged and written on the head document, one transaction per
 * author, and answered when the log has answered.
 */
export class UpdateTurn {
  readonly #fileId: number;
  readonly #document: FileDocument;
  readonly #owners: Map<number, number>;
  readonly #groups: Group[] = [];
  readonly #uncommitted = new Map<number, { from: number; userId: number }>();
  /** Decided without the log. */
  readonly answers: Answer[] = [];
  /** Judged again in a later turn. */
  readonly waiting: QueuedUpdate[] = [];

  constructor(fileId: number, document: FileDocument, owners: Map<number, number>) {
    this.#fileId = fileId;
    this.#document = document;
    this.#owners = owners;
  }

  /** Answers what is wrong with one of them, not which one; then the document is spoiled. */
  write(taken: readonly QueuedUpdate[]): Extract<UpdateOutcome, { kind: "refused" }> | null {
    for (const [userId, updates] of byAuthor(taken)) {
      const group: Group = { userId, members: [], clientIds: new Set(), update: null, sanitised: false };
      try {
        const { update, oversize } = this.#document.change(() => this.#writeGroup(group, updates));
        group.update = update;
        // What only deletes is welcome at any size.
        if (oversize !== null && group.clientIds.size > 0)
          return { kind: "refused", reason: "tooLarge", detail: TOO_LARGE[oversize] };
      } catch {
        return { kind: "refused", reason: "invalid", detail: "The update cannot be applied." };
      }
      this.#groups.push(group);
    }
    return null;
  }

  #writeGroup(group: Group, updates: readonly QueuedUpdate[]): void {
    const { doc } = this.#document;
    for (const [index, queued] of updates.entries()) {
      const verdict = judgeUpdate(doc.store, queued.update, group.userId, this.#uncommitted);
      if (verdict.kind === "wait") {
        this.waiting.push(...updates.slice(index));
        return;
      }
      const news = verdict.kind !== "fits" || verdict.clientIds.length > 0 || verdict.deletes;
      if (news && !queued.sender.mayEdit()) {
        this.answers.push({ queued, outcome: { kind: "denied" } });
        continue;
      }
      if (verdict.kind === "missing") {
        this.answers.push({ queued, outcome: { kind: "missing" } });
        continue;
      }
      if (verdict.kind === "refused") {
        this.answers.push({ queued, outcome: { ...verdict, reason: "invalid" } });
        continue;
      }
      if (this.#isForeign(group.userId, verdict.clientIds)) {
        this.answers.push({ queued, outcome: FOREIGN });
        continue;
      }
      group.members.push(queued);
      if (!news) continue;
      const from = new Map(verdict.clientIds.map((id) => [id, Y.getState(doc.store, id)]));
      for (const [id, clock] of from) {
        group.clientIds.add(id);
        if (!this.#uncommitted.has(id)) this.#uncommitted.set(id, { from: clock, userId: group.userId });
      }
      Y.applyUpdate(doc, queued.update);
      if (!standsWhereItCould(doc.store, from))
        throw new Error("The update puts text where nobody can have put it.");
      if (verdict.unwanted.size > 0) {
        Y.applyUpdate(doc, deletionUpdate(verdict.unwanted));
        group.sanitised = true;
      }
    }
  }

  #isForeign(userId: number, clientIds: readonly number[]): boolean {
    return clientIds.some((id) => (this.#owners.get(id) ?? userId) !== userId);
  }

  get entries(): AppendEntry[] {
    return this.#groups.flatMap(({ userId, update, clientIds }) =>
      update === null ? [] : [{ fileId: this.#fileId, userId, update, clientIds: [...clientIds] }],
    );
  }

  get bytes(): number {
    return this.#groups.reduce((sum, { update }) => sum + (update?.byteLength ?? 0), 0);
  }

  /** Updates that brought nothing new. */
  get known(): QueuedUpdate[] {
    return this.#groups.flatMap(({ update, members }) => (update === null ? members : []));
  }

  /** Where the clients that it writes under stood before. */
  get startedAt(): Map<number, number> {
    return new Map([...this.#uncommitted].map(([client, { from }]) => [client, from]));
  }

  get unanswered(): QueuedUpdate[] {
    return this.#groups.flatMap(({ members }) => members);
  }

  /**
   * What became of it. Whatever comes after an entry that was refused is judged again, stored or not: what it deletes
   * may have been deleted here by that entry already, so that its own does not say it (I1).
   */
  settle(results: readonly AppendResult[]): SettledTurn {
    const settled: SettledTurn = { trusted: true, publications: [], answers: [], again: [] };
    const done: QueuedUpdate[] = [];
    const next = results.values();
    let seq = this.#document.seq;
    for (const group of this.#groups) {
      const result = group.update === null ? null : next.next().value;
      if (result !== null && result?.status !== "stored") {
        settled.trusted = false;
        this.#refuse(group, result, settled);
        continue;
      }
      if (result !== null) {
        seq = result.seq;
        this.#accept(group, seq, settled);
      }
      (settled.trusted ? done : settled.again).push(...group.members);
    }
    for (const queued of done) settled.answers.push({ queued, outcome: { kind: "stored", version: seq } });
    return settled;
  }

  #accept({ userId, update, clientIds, members, sanitised }: Group, seq: number, settled: SettledTurn): void {
    if (update === null) return;
    this.#document.committed(seq, update.byteLength);
    for (const id of clientIds) this.#owners.set(id, userId);
    const [first] = members;
    const isHeld = ({ sender, wantsEcho }: QueuedUpdate) => sender === first?.sender && !wantsEcho();
    const alone = members.every(isHeld) && !sanitised;
    settled.publications.push({ seq, update, except: alone ? (first?.sender ?? null) : null });
  }

  #refuse(group: Group, result: AppendResult | undefined, settled: SettledTurn): void {
    if (result?.status === "foreign-client" && group.members.length > 1) {
      settled.again.push(...group.members);
      return;
    }
    const outcome = refusalOf(result);
    for (const queued of group.members) settled.answers.push({ queued, outcome });
  }
}

/** In the order in which the authors come first. */
function byAuthor(taken: readonly QueuedUpdate[]): Map<number, QueuedUpdate[]> {
  const authors = new Map<number, QueuedUpdate[]>();
  for (const queued of taken) {
    const updates = authors.get(queued.sender.userId);
    if (updates === undefined) authors.set(queued.sender.userId, [queued]);
    else updates.push(queued);
  }
  return authors;
}

function refusalOf(result: AppendResult | undefined): UpdateOutcome {
  switch (result?.status) {
    case "no-file":
      return { kind: "refused", reason: "deleted", detail: "This file was deleted." };
    case "not-member":
      return { kind: "refused", reason: "removed", detail: "You were removed from this file." };
    case "not-editor":
      return { kind: "denied" };
    case "foreign-client":
      return FOREIGN;
    default:
      return { kind: "missing" }; // `stale` is never asked for here
  }
}

const FOREIGN: UpdateOutcome = {
  kind: "refused",
  reason: "invalid",
  detail: "The update brings text under another account's client id.",
};

const TOO_LARGE = {
  text: "Not saved. The file would pass the largest size allowed.",
  document: "Not saved. The document with its history would pass the largest size allowed.",
};
