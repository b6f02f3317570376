import { ApiError, callApi } from "@/lib/browser/api-client";
import { type FileView, fileSchema } from "@/lib/contracts/files";

export interface Uploaded {
  files: FileView[];
  /** What could not be taken and why, a sentence each. */
  problems: string[];
}

/** Makes a file of each text file given, in their order. `maxBytes`: the largest content the server takes. */
export async function upload(given: Iterable<File>, maxBytes: number): Promise<Uploaded> {
  const uploaded: Uploaded = { files: [], problems: [] };
  for (const file of given) {
    try {
      const content = await readText(file, maxBytes);
      const body = { name: file.name, content };
      uploaded.files.push(await callApi("POST", "/files", fileSchema, { body }));
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof RangeError)) throw error;
      uploaded.problems.push(`${file.name}: ${error.message}`);
    }
  }
  return uploaded;
}

/** The file's text, without a byte order mark. Throws RangeError, in words, for what is no text or too large. */
async function readText(file: File, maxBytes: number): Promise<string> {
  if (file.size > maxBytes)
    throw new RangeError(`Larger than ${megabytes(maxBytes)} MB, the most a file may have.`);
  const text = decode(await file.arrayBuffer());
  if (text === null || text.includes("\u0000")) throw new RangeError("This is no text in UTF-8.");
  return text;
}

function decode(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null; // not UTF-8
  }
}

const megabytes = (bytes: number): string => String(Math.round((bytes / (1024 * 1024)) * 10) / 10);
