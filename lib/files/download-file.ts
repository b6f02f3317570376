import type { LiveEngine } from "@/lib/collab/types";
import type { FileWithRole } from "./ports";

/** The text that a file's live editors see now, with the line ends that it came with. */
export async function downloadFile(deps: { engine: LiveEngine }, file: FileWithRole): Promise<string> {
  const { text } = await deps.engine.readText(file.id);
  return file.eol === "\n" ? text : text.replaceAll("\n", file.eol);
}
