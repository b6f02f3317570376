import type { Role } from "@/lib/contracts/roles";

/** What the server knows of the file when it answers with the page; what changes later comes with the live edits. */
export interface EditorFile {
  id: number;
  name: string;
  language: string;
  role: Role;
  /** Whom a viewer asks. */
  ownerName: string;
  /** Largest text, UTF-8 bytes. */
  maxBytes: number;
  preview: TextPreview;
}

/** The first lines, drawn while the editor loads. */
export interface TextPreview {
  lines: string[];
}

export interface EditorAccount {
  id: number;
  username: string;
  email: string;
}

/** More lines than the highest window shows. */
const PREVIEW_LINES = 80;
const PREVIEW_COLUMNS = 240;

/** The beginning of a text, bounded in both directions. */
export function previewText(text: string): TextPreview {
  const lines = text.split("\n", PREVIEW_LINES);
  return { lines: lines.map((line) => line.slice(0, PREVIEW_COLUMNS)) };
}
