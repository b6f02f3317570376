import * as Y from "yjs";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { diffText } from "./text-diff";
import { encodeDeletes, type IdRange, idsOfRange, textRuns } from "./text-runs";

/**
 * An edit worked out against one version and resolved at another (I9): which characters to delete, by id, so that
 * not one typed since is touched; and what to insert behind which character.
 */
export interface TextEdit {
  deletes: IdRange[];
  inserts: { place: Y.RelativePosition; text: string }[];
}

/** The edit that makes `content` of the document's text. Reads only; works on a document at an older version too. */
export function planEdit(doc: Y.Doc, content: string): TextEdit {
  const text = doc.getText(CONTENT_ROOT);
  const changes = diffText(text.toString(), content);
  const runs = [...textRuns(text)];
  const edit: TextEdit = { deletes: [], inserts: [] };
  for (const { start, remove, insert } of changes) {
    if (remove > 0) edit.deletes.push(...idsOfRange(runs, start, remove));
    // Held to the character on the left: what others typed behind it since stays behind the insertion.
    if (insert !== "")
      edit.inserts.push({ place: Y.createRelativePositionFromTypeIndex(text, start, -1), text: insert });
  }
  return edit;
}

/**
 * Writes an edit on the document under `clientId` and answers the update that did it; null: nothing changed.
 * Call with the head document only, one edit at a time: an id used on two documents loses edits in silence.
 */
export function applyEdit(doc: Y.Doc, edit: TextEdit, clientId: number): Uint8Array | null {
  const text = doc.getText(CONTENT_ROOT);
  const updates: Uint8Array[] = [];
  const collect = (update: Uint8Array) => updates.push(update);
  doc.clientID = clientId;
  doc.on("update", collect);
  try {
    doc.transact(() => {
      // From the end: a place further up is not moved by what is inserted below it.
      for (const { place, text: inserted } of [...edit.inserts].reverse()) {
        const index = Y.createAbsolutePositionFromRelativePosition(place, doc)?.index ?? text.length;
        text.insert(index, inserted);
      }
      if (edit.deletes.length > 0) Y.applyUpdate(doc, encodeDeletes(edit.deletes));
    });
  } finally {
    doc.off("update", collect);
  }
  return updates.length === 0 ? null : Y.mergeUpdates(updates);
}
