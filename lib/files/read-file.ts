import type { FileDeps } from "./create-file";
import type { FileWithRole } from "./ports";

/** A file with the text that its live editors see now, and the version that text is. */
export async function readFile(
  deps: Pick<FileDeps, "engine">,
  file: FileWithRole,
): Promise<{ file: FileWithRole; content: string }> {
  const { text, version } = await deps.engine.readText(file.id, file.version);
  return { file: { ...file, version }, content: text };
}
