import { createReadStream, createWriteStream } from "node:fs";
import { link, rm } from "node:fs/promises";
import { PassThrough, type Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { AppError } from "@/lib/errors";

/**
 * Writes lines to a new file, compressed, readable by its owner only: it holds the hashes of passwords. The file appears
 * when it is whole. Throws `conflict` when there is one of that name already.
 */
export async function writeExportFile(file: string, lines: Readable): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`;
  try {
    await pipeline(lines, createGzip(), createWriteStream(unfinished, { mode: 0o600, flags: "wx" }));
    await link(unfinished, file); // unlike a rename, it fails where a file is
  } catch (error) {
    throw fileError(error, file);
  } finally {
    await rm(unfinished, { force: true });
  }
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

/** Writes and resolves when more can be taken; rejects when nobody takes it any more. */
export function writerTo(stream: Writable): (text: string) => Promise<void> {
  return (text) =>
    new Promise((resolve, reject) => {
      const settle = () => {
        stream.off("drain", settle);
        stream.off("close", settle);
        if (stream.destroyed) reject(new Error("Nobody reads the export any more."));
        else resolve();
      };
      if (stream.destroyed || stream.write(text)) settle();
      else stream.once("drain", settle).once("close", settle);
    });
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
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return error;
  const words =
    SYSTEM[error.code] ??
    (error.code.startsWith("Z_") ? "is no export of Tandem, or it is damaged" : undefined);
  return words === undefined ? error : new AppError("bad_request", `${file} ${words}`, { cause: error });
}
