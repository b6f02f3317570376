import { isAppError } from "@/lib/errors";
import type { EngineBounds } from "./bounds";
import type { DocumentHolder } from "./document-holder";
import type { AppendResult } from "./document-log";
import { EditTurn, type ServerEdit, textAt } from "./edit-turn";
import type { FileDocument } from "./file-document";
import type { CommitSource, CommitWork, GroupCommit } from "./group-commit";
import type { QueuedUpdate, UpdateOutcome } from "./queued-update";
import { type QueueBudget, UpdateBacklog } from "./update-backlog";
import { type Publication, UpdateTurn } from "./update-turn";

export interface QueueDeps {
  fileId: number;
  holder: DocumentHolder;
  committer: GroupCommit;
  budget: QueueBudget;
  bounds: EngineBounds;
  /** Yjs client id → account, as far as this process knows (I8). */
  owners: Map<number, number>;
  /** Called with what is committed, and only then (I1). */
  publish(publications: readonly Publication[]): void;
  /** The document stands at a commit: the moment to look whether a snapshot is due. */
  settled(document: FileDocument): void;
}

/**
 * One file's waiting updates and server edits, and their turn in a commit. A server edit goes alone: it must not
 * depend on an entry that could be refused (I9). Turns alternate, so that neither starves the other.
 */
export class FileQueue implements CommitSource {
  readonly #deps: QueueDeps;
  readonly #updates: UpdateBacklog;
  #edits: ServerEdit[] = [];
  #turn: "updates" | "edit" = "updates";
  #expecting = false;
  #inFlight = false;

  constructor(deps: QueueDeps) {
    this.#deps = deps;
    this.#updates = new UpdateBacklog(deps.budget, deps.bounds);
  }

  get busy(): boolean {
    return this.#waits || this.#inFlight;
  }

  get #waits(): boolean {
    return this.#updates.size > 0 || this.#edits.length > 0;
  }

  pushUpdate(queued: QueuedUpdate): void {
    this.#updates.push(queued);
    this.#deps.committer.wake(this);
  }

  pushEdit(edit: ServerEdit): void {
    this.#edits.push(edit);
    this.#deps.committer.wake(this);
  }

  /** Takes an edit out that nobody waits for any more. False: it is being committed just now. */
  dropEdit(edit: ServerEdit): boolean {
    const at = this.#edits.indexOf(edit);
    if (at >= 0) this.#edits.splice(at, 1);
    return at >= 0;
  }

  urgent(): boolean {
    return this.#edits.length > 0 || this.#updates.size >= this.#deps.bounds.windowSkipUpdates;
  }

  /** Answers everything that waits: the file is gone, or nobody can be served. */
  refuseAll(outcome: Extract<UpdateOutcome, { kind: "refused" }>, error: Error): void {
    this.#updates.answerAll(outcome);
    for (const edit of this.#edits.splice(0)) edit.reject(error);
  }

  collect(): CommitWork | null {
    if (!this.#waits) return null;
    const document = this.#deps.holder.begin();
    if (document === null) {
      this.#wakeWhenSettled();
      return null;
    }
    const edit = this.#turn === "edit" || this.#updates.size === 0 ? this.#edits.shift() : undefined;
    this.#turn = edit === undefined && this.#edits.length > 0 ? "edit" : "updates";
    const work = edit === undefined ? this.#collectUpdates(document) : this.#collectEdit(document, edit);
    if (this.#updates.size > 0 || this.#edits.length > 0) this.#deps.committer.wake(this);
    return work;
  }

  /** Tells what is in the log now, and lets the document be read again: this one, or when it holds more, a new one. */
  #giveBack(turn: UpdateTurn | EditTurn, trusted: boolean, publications: readonly Publication[]): void {
    const { holder, publish, settled } = this.#deps;
    publish(publications); // first: what others committed may build on it
    if (trusted) holder.settle();
    else this.#mistrust(turn);
    if (holder.document !== null) settled(holder.document);
  }

  /** The document is not what the log holds: it is read anew, and what is put back now has another turn. */
  #mistrust(turn: UpdateTurn | EditTurn): void {
    this.#deps.holder.discard(turn.startedAt);
    this.#deps.committer.wake(this);
  }

  #wakeWhenSettled(): void {
    if (this.#expecting) return;
    this.#expecting = true;
    const { holder, committer } = this.#deps;
    holder
      .read(() => undefined)
      .then(
        () => committer.wake(this),
        (error: unknown) => {
          if (isAppError(error) && error.code === "not_found") this.refuseAll(DELETED, error);
          else committer.wakeLater(this);
        },
      )
      .finally(() => {
        this.#expecting = false;
      });
  }

  #collectUpdates(document: FileDocument): CommitWork | null {
    const { holder, fileId, owners } = this.#deps;
    const updates = this.#updates;
    const taken = updates.take();
    const turn = new UpdateTurn(fileId, document, owners);
    const fault = turn.write(taken);
    if (fault !== null) {
      holder.discard(turn.startedAt);
      updates.blame(taken, fault);
      return null;
    }
    for (const { queued, outcome } of turn.answers) updates.answer(queued, outcome);
    updates.putBack(turn.waiting);
    if (turn.entries.length === 0) {
      holder.settle();
      for (const queued of turn.known) updates.answer(queued, { kind: "stored", version: document.seq });
      return null;
    }
    return this.#inTheLog(turn, {
      settle: (results) => {
        updates.committed();
        const settled = turn.settle(results);
        this.#giveBack(turn, settled.trusted, settled.publications);
        for (const { queued, outcome } of settled.answers) updates.answer(queued, outcome);
        if (settled.again.length > 0) updates.putBackSingly(settled.again);
      },
      failed: (own) => updates.failed(turn.unanswered, own),
    });
  }

  /** A turn whose commit is under way. A commit that failed leaves a document that may not be believed. */
  #inTheLog(
    turn: UpdateTurn | EditTurn,
    then: { settle(results: AppendResult[]): void; failed(own: boolean): void },
  ): CommitWork {
    this.#inFlight = true;
    return {
      entries: turn.entries,
      bytes: turn.bytes,
      settle: (results) => {
        this.#inFlight = false;
        then.settle(results);
      },
      failed: (_error, own) => {
        this.#mistrust(turn);
        if (!this.#inFlight) return; // it threw while it was settled: nobody is answered twice
        this.#inFlight = false;
        then.failed(own);
      },
    };
  }

  #collectEdit(document: FileDocument, edit: ServerEdit): CommitWork | null {
    const { holder, fileId } = this.#deps;
    const turn = new EditTurn(fileId, document, edit, this.#deps.owners);
    const written = turn.write();
    if (written !== "entry") {
      if (written === "spoiled") holder.discard(turn.startedAt);
      else holder.settle();
      return null;
    }
    return this.#inTheLog(turn, {
      settle: (results) => {
        const { trusted, stored, again } = turn.settle(results);
        this.#giveBack(turn, trusted, stored === null ? [] : [stored]);
        if (stored !== null) holder.read(textAt, stored.seq).then(edit.resolve, edit.reject);
        if (again) this.#edits.unshift(edit);
      },
      failed: () => {
        if (turn.isSentAgain()) this.#edits.unshift(edit);
      },
    });
  }
}

const DELETED = { kind: "refused", reason: "deleted", detail: "This file was deleted." } as const;
