import * as encoding from "lib0/encoding";
import * as Y from "yjs";

/** A piece of shown text and where it comes from: character i has the id (client, clock + i). */
export interface TextRun {
  client: number;
  clock: number;
  text: string;
}

/** The shown text of a Y.Text as runs, in order. */
export function* textRuns(text: Y.Text): Generator<TextRun> {
  for (let item = text._start; item !== null; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentString) {
      yield { client: item.id.client, clock: item.id.clock, text: item.content.str };
    }
  }
}

/** Exactly which characters to delete, whatever was typed between them. */
export interface IdRange {
  client: number;
  clock: number;
  length: number;
}

/** A Yjs v1 update that deletes these ids and brings nothing: no structs, then the delete set (yjs INTERNALS.md). */
export function encodeDeletes(ranges: readonly IdRange[]): Uint8Array {
  const byClient = new Map<number, IdRange[]>();
  for (const range of ranges) byClient.set(range.client, [...(byClient.get(range.client) ?? []), range]);
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, byClient.size);
  // Highest client first, as Yjs writes it.
  for (const [client, list] of [...byClient].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, list.length);
    for (const { clock, length } of list.sort((a, b) => a.clock - b.clock)) {
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, length);
    }
  }
  return encoding.toUint8Array(encoder);
}

/** Ids of the shown characters in [start, start + length), in UTF-16 units; adjacent ids joined. */
export function idsOfRange(runs: Iterable<TextRun>, start: number, length: number): IdRange[] {
  const ids: IdRange[] = [];
  let at = 0;
  for (const run of runs) {
    const from = Math.max(start, at);
    const to = Math.min(start + length, at + run.text.length);
    if (from < to) ids.push({ client: run.client, clock: run.clock + (from - at), length: to - from });
    at += run.text.length;
    if (at >= start + length) break;
  }
  return ids;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these two characters are what it looks for
const UNWANTED = /[\r\u0000]/g;

/** Ids of characters that never belong in the text: carriage returns (lines end with `\n`) and NUL. */
export function unwantedIds(text: Y.Text): IdRange[] {
  const ids: IdRange[] = [];
  for (const run of textRuns(text)) {
    for (const match of run.text.matchAll(UNWANTED)) {
      ids.push({ client: run.client, clock: run.clock + match.index, length: 1 });
    }
  }
  return ids;
}

/** Line ends as `\n`, no NUL: how any text enters a document. */
export function normaliseText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\u0000", "");
}
