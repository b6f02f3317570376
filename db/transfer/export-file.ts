import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { writerTo } from "@/lib/writer-to";
import { readLine } from "./format";

/**
 * Writes lines to a new file, compressed, readable by its owner only: it holds the hashes of passwords. What could not be
 * finished is removed. Throws `bad_request` when there is a file of that name already, or none can be made.
 */
export async function writeExportFile(file: string, lines: Readable): Promise<void> {
  const output = createWriteStream(file, { mode: 0o600, flags: "wx" });
  try {
    await pipeline(lines, untilEnd, createGzip(), output);
  } catch (error) {
    // One that was just being made is there only when the stream is closed. What was there before is not ours.
    if (!output.closed) await new Promise<void>((resolve) => output.once("close", () => resolve()));
    if (codeOf(error) !== "EEXIST") await rm(file, { force: true });
    throw fileError(error, file);
  }
}

const TAIL_BYTES = 100;

/** Passes the lines on, and fails when the last one is not an export's last: whoever wrote them was ended. */
async function* untilEnd(lines: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let tail = "";
  for await (const chunk of lines) {
    const bytes = Buffer.from(z.union([z.instanceof(Buffer), z.string()]).parse(chunk));
    tail = (tail + bytes.subarray(-TAIL_BYTES).toString("latin1")).slice(-TAIL_BYTES);
    yield bytes;
  }
  const [last = ""] = tail.split("\n").slice(-2);
  if (readLine(last)?.kind !== "end")
    throw new AppError("unavailable", "The export was broken off. Nothing was written.");
}

/** What `work` writes, as a stream; `work`'s fault is the stream's. */
export function streamOf(work: (write: (text: string) => Promise<void>) => Promise<unknown>): Readable {
  const stream = new PassThrough();
  work(writerTo(stream)).then(
    () => stream.end(),
    (error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return stream;
}

const LINE_END = 10;

/** The lines of an export file, one at a time. Throws `bad_request` when it is no such file, `not_found` when there is none. */
export async function* readExportFile(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const plain = createGunzip();
  const whole = pipeline(source, plain);
  whole.catch(() => undefined); // the loop below is told
  const parts: Buffer[] = [];
  try {
    for await (const chunk of plain) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError("a stream of bytes gave none");
      let from = 0;
      for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, from)) {
        parts.push(chunk.subarray(from, at));
        yield Buffer.concat(parts.splice(0)).toString();
        from = at + 1;
      }
      if (from < chunk.length) parts.push(chunk.subarray(from));
    }
    await whole;
  } catch (error) {
    throw fileError(error, file);
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString();
}

const SYSTEM: Record<string, string> = {
  EEXIST: "is there already: choose another name",
  ENOENT: "is not there, or its folder is not",
  EACCES: "may not be opened by this user",
  EISDIR: "is a folder",
  ENOSPC: "does not fit: the disk is full",
};

function fileError(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const words =
    SYSTEM[code] ?? (code.startsWith("Z_") ? "is no export of Tandem, or it is damaged" : undefined);
  return words === undefined ? error : new AppError("bad_request", `${file} ${words}`, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
