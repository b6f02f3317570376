import type { LiveEngine } from "@/lib/collab/types";
import type { CreateFileBody } from "@/lib/contracts/files";
import { guessLanguage } from "@/lib/contracts/languages";
import { AppError } from "@/lib/errors";
import { dominantLineEnd, toKeptText } from "./line-ends";
import type { FileRepository, FileWithRole } from "./ports";

export interface FileDeps {
  files: FileRepository;
  engine: LiveEngine;
  env: { maxFileBytes: number };
}

/** Refuses (`too_large`) a text over the limit, in UTF-8 bytes. */
export function requireSize(text: string, limit: number): void {
  if (Buffer.byteLength(text) > limit)
    throw new AppError("too_large", `The content may have ${limit} bytes at most.`);
}

/** The same for a body that no schema has judged yet: its size is said before what else is wrong with it. */
export function requireContentSize(body: unknown, { env }: Pick<FileDeps, "env">): void {
  if (typeof body !== "object" || body === null || !("content" in body)) return;
  if (typeof body.content === "string") requireSize(toKeptText(body.content), env.maxFileBytes);
}

/** Makes a file of the caller's. Its text is put into the document once, here, and never by a browser. */
export async function createFile(
  deps: FileDeps,
  ownerId: number,
  input: CreateFileBody,
): Promise<{ file: FileWithRole; content: string }> {
  const content = toKeptText(input.content ?? "");
  requireSize(content, deps.env.maxFileBytes);
  const made = await deps.files.create({
    ownerId,
    name: input.name,
    language: input.language ?? guessLanguage(input.name),
    eol: dominantLineEnd(input.content ?? ""),
    text: content,
    seed: content === "" ? null : deps.engine.seed(content),
  });
  return { file: { ...made, role: "owner" }, content };
}
