import type { UpdateFileBody } from "@/lib/contracts/files";
import { AppError } from "@/lib/errors";
import { type FileDeps, requireSize } from "./create-file";
import { expectedState, type FileState, preconditionFailed } from "./etag";
import { dominantLineEnd, toKeptText } from "./line-ends";
import type { FileWithRole } from "./ports";

export interface UpdateFileInput {
  /** As it was found for this request. */
  file: FileWithRole;
  userId: number;
  change: UpdateFileBody;
  /** The header as it came. */
  ifMatch: string | null;
}

/**
 * Changes text, name and language of a file the caller may edit. New text becomes edits in the live document (I9);
 * `ifMatch` is judged once more in the commit of the text or, when none is stored, of the name. Throws
 * `unprocessable` for a base newer than the file, then `precondition_failed`, then what the engine refuses.
 */
export async function updateFile(
  deps: FileDeps,
  { file, userId, change, ifMatch }: UpdateFileInput,
): Promise<{ file: FileWithRole; content: string }> {
  requireKnownBase(change.base, file.version);
  const expect = expectedState(ifMatch, file);
  const written = change.content === undefined ? null : await writeText(deps, file, userId, change, expect);
  const nothingStored = written === null || written.version === expect?.version;
  const expected = nothingStored ? expect : undefined;
  const meta = await deps.files.updateMeta(file.id, userId, metaChange(change), expected);
  if (meta === "stale") throw preconditionFailed();
  if (meta.metaVersion !== file.metaVersion) {
    deps.engine.fileRenamed(file.id, { name: meta.name, language: meta.language });
  }
  const { text, version } = written ?? (await deps.engine.readText(file.id, file.version));
  return { file: { ...meta, version, role: file.role }, content: text };
}

/** Whoever read a version did so before asking, so it cannot be newer than what was found for this request. */
function requireKnownBase(base: number | undefined, version: number): void {
  if (base === undefined || base <= version) return;
  const errors = [{ path: "base", message: `is newer than the file, which is at ${version}` }];
  throw new AppError("unprocessable", "base is newer than the file.", { errors });
}

function metaChange(change: UpdateFileBody) {
  const { name, language, content } = change;
  return {
    ...(name === undefined ? {} : { name }),
    ...(language === undefined ? {} : { language }),
    ...(content !== undefined && /[\r\n]/.test(content) ? { eol: dominantLineEnd(content) } : {}),
  };
}

function writeText(
  deps: FileDeps,
  { id: fileId, version: from }: FileWithRole,
  userId: number,
  change: UpdateFileBody,
  expect: FileState | undefined,
) {
  const content = toKeptText(change.content ?? "");
  requireSize(content, deps.env.maxFileBytes);
  const base = change.base === undefined ? {} : { base: change.base };
  return deps.engine.replaceText({
    fileId,
    userId,
    content,
    from,
    ...base,
    ...(expect === undefined ? {} : { expect }),
  });
}
