import * as Y from "yjs";
import { AppError, fileNotFound, isAppError } from "@/lib/errors";
import type { AppendEntry, AppendResult } from "./document-log";
import type { FileDocument } from "./file-document";
import { databaseAway } from "./log-watch";
import type { TextAt } from "./types";
import type { Publication } from "./update-turn";

/** An edit that the server itself writes, for one account (I9). */
export interface ServerEdit {
  readonly userId: number;
  /** Leased by this process for (file, account). */
  readonly clientId: number;
  readonly expect?: { version: number; metaVersion: number };
  /** Writes on the head document, in a transaction. Throws AppError to refuse. */
  write(text: Y.Text): void;
  resolve(result: TextAt): void;
  reject(error: Error): void;
  /** Its commit failed, perhaps after it was stored. Whether it is to be sent again; if not, the lease must end. */
  doubtful(): boolean;
  /**
   * What was sent in a commit that failed. It may be in the log, now or a moment later, so nothing else may ever be
   * written under its ids: the same bytes are sent again, and known text is not stored twice.
   */
  sent: Uint8Array | null;
  /** Refused as stale after it had been sent before: it is in the document read anew, or refused for good. */
  stale: boolean;
}

export interface SettledEdit {
  /** False: the document holds something that was refused. */
  trusted: boolean;
  /** Not answered yet: the answer is the text, and that may be read only when nothing is missing in it. */
  stored: Publication | null;
  /** Its fate shows only in the document as the log has it. */
  again: boolean;
}

/** One server edit on its way into the log, alone. */
export class EditTurn {
  readonly #fileId: number;
  readonly #document: FileDocument;
  readonly #edit: ServerEdit;
  readonly #owners: Map<number, number>;
  readonly #from: number;
  #update: Uint8Array | null = null;

  constructor(fileId: number, document: FileDocument, edit: ServerEdit, owners: Map<number, number>) {
    this.#fileId = fileId;
    this.#document = document;
    this.#edit = edit;
    this.#owners = owners;
    this.#from = Y.getState(document.doc.store, edit.clientId);
  }

  /** `spoiled`: refused, and the document holds what was refused. `unchanged`: answered, there is nothing to store. */
  write(): "entry" | "unchanged" | "spoiled" {
    const edit = this.#edit;
    try {
      const { update, oversize } = this.#change();
      this.#update = update;
      if (update === null) {
        edit.resolve(textAt(this.#document));
        return "unchanged";
      }
      if (edit.stale) throw refusalOf({ status: "stale" });
      if (oversize !== null && this.#brings) throw new AppError("too_large", TOO_LARGE);
      return "entry";
    } catch (error) {
      edit.reject(isAppError(error) ? error : new AppError("internal", "The edit failed.", { cause: error }));
      return "spoiled";
    }
  }

  #change() {
    const { doc } = this.#document;
    const { sent, clientId } = this.#edit;
    if (sent !== null) return this.#document.change(() => Y.applyUpdate(doc, sent));
    return this.#document.changeAs(clientId, (text) => this.#edit.write(text));
  }

  /** Whether it brings text, rather than only deleting. */
  get #brings(): boolean {
    return Y.getState(this.#document.doc.store, this.#edit.clientId) > this.#from;
  }

  get entries(): AppendEntry[] {
    if (this.#update === null) return [];
    const { userId, clientId, expect } = this.#edit;
    const entry = { fileId: this.#fileId, userId, update: this.#update };
    return [
      { ...entry, clientIds: this.#brings ? [clientId] : [], ...(expect === undefined ? {} : { expect }) },
    ];
  }

  /** Where the client that it writes under stood before. */
  get startedAt(): Map<number, number> {
    return new Map([[this.#edit.clientId, this.#from]]);
  }

  get bytes(): number {
    return this.#update?.byteLength ?? 0;
  }

  settle([result]: readonly AppendResult[]): SettledEdit {
    const update = this.#update;
    if (result?.status === "stored" && update !== null) {
      this.#document.committed(result.seq, update.byteLength);
      if (this.#brings) this.#owners.set(this.#edit.clientId, this.#edit.userId);
      return { trusted: true, stored: { seq: result.seq, update, except: null }, again: false };
    }
    // Sent before in a commit that failed: perhaps it is the edit itself that moved the file.
    if (result?.status === "stale" && this.#edit.sent !== null) {
      this.#edit.stale = true;
      return { trusted: false, stored: null, again: true };
    }
    this.#edit.reject(refusalOf(result));
    return { trusted: false, stored: null, again: false };
  }

  /** The commit failed: whether to send the same bytes again. */
  isSentAgain(): boolean {
    this.#edit.sent = this.#update;
    return this.#edit.doubtful();
  }
}

export const textAt = (document: FileDocument): TextAt => ({
  version: document.seq,
  text: document.toString(),
});

function refusalOf(result: AppendResult | undefined): AppError {
  switch (result?.status) {
    case "no-file":
    case "not-member":
      return fileNotFound();
    case "not-editor":
      return new AppError("forbidden", "You may read this file, not change it.");
    case "stale":
      return new AppError("precondition_failed", "The file has changed since.");
    default:
      return databaseAway();
  }
}

const TOO_LARGE = "The file would pass the largest size allowed.";
