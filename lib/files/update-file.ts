import type { UpdateFileBody } from "@/lib/contracts/files";
import { fileNotFound } from "@/lib/errors";
import { type FileDeps, requireSize } from "./create-file";
import { type FileState, preconditionFailed } from "./etag";
import { dominantLineEnd, toKeptText } from "./line-ends";
import type { FileWithRole } from "./ports";

/**
 * Changes text, name and language of a file the caller may edit. New text becomes edits in the live document (I9);
 * `expect` is judged in the commit of the text or, when there is none, of the name.
 */
export async function updateFile(
  deps: FileDeps,
  input: { file: FileWithRole; userId: number; change: UpdateFileBody; expect: FileState | undefined },
): Promise<{ file: FileWithRole; content: string }> {
  const { file, userId, change } = input;
  const expect = input.expect === undefined ? {} : { expect: input.expect };
  const written =
    change.content === undefined ? null : await writeText(deps, file.id, userId, change, expect);
  const meta = await deps.files.updateMeta(
    file.id,
    {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.language === undefined ? {} : { language: change.language }),
      ...(change.content?.includes("\n") || change.content?.includes("\r")
        ? { eol: dominantLineEnd(change.content) }
        : {}),
    },
    written === null ? input.expect : undefined,
  );
  if (meta === null) throw fileNotFound();
  if (meta === "stale") throw preconditionFailed();
  if (meta.metaVersion !== file.metaVersion) {
    deps.engine.fileRenamed(file.id, { name: meta.name, language: meta.language });
  }
  const { text, version } = written ?? (await deps.engine.readText(file.id));
  return { file: { ...meta, version, role: file.role }, content: text };
}

function writeText(
  deps: FileDeps,
  fileId: number,
  userId: number,
  change: UpdateFileBody,
  expect: { expect?: FileState },
) {
  const content = toKeptText(change.content ?? "");
  requireSize(content, deps.env.maxFileBytes);
  const base = change.base === undefined ? {} : { base: change.base };
  return deps.engine.replaceText({ fileId, userId, content, ...base, ...expect });
}
