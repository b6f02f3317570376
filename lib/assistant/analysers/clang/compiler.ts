import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

/**
 * clang as WebAssembly: it sees no files but those it is given and its own headers, so that what a text includes by the
 * path of the server reaches nothing there.
 */

/** Files and folders by name. */
export interface Files {
  [name: string]: Files | string | Uint8Array;
}

/** Answers what clang said of the text, line by line, and the files that it left. */
export type Compile = (args: readonly string[], files: Files) => Promise<{ said: string; files: Files }>;

interface Options {
  stdout(bytes: Uint8Array | null): void;
  stderr(bytes: Uint8Array | null): void;
  fetchProgress(): void;
}

const isFiles = (value: unknown): value is Files => typeof value === "object" && value !== null;
const filesSchema = z.custom<Files>(isFiles);
const moduleSchema = z.object({
  runClang: z.custom<(args: readonly string[], files: Files, options: Options) => Promise<Files>>(
    (value) => typeof value === "function",
  ),
});
/** How the package says that clang ended with something to complain of. */
const exitSchema = z.object({ code: z.number().int(), files: filesSchema });
/** Its own errors are 1; what is more is a crash. */
const COMPLAINED = 1;

/** Where the package is in the folder that `npm run analysers:clang` fills. */
export const PACKAGE = path.join("node_modules", "@yowasp", "clang", "gen", "bundle.js");

/** Throws where it is not there. */
export async function openCompiler(folder: string): Promise<Compile> {
  const { runClang } = moduleSchema.parse(await import(pathToFileURL(path.join(folder, PACKAGE)).href));
  return async (args, files) => {
    const pieces: Uint8Array[] = [];
    const options: Options = {
      stdout: () => undefined,
      stderr: (bytes) => {
        if (bytes !== null) pieces.push(Uint8Array.from(bytes)); // it uses its memory again
      },
      fetchProgress: () => undefined,
    };
    const left = await runClang(args, files, options).catch((error: unknown) => {
      const exit = exitSchema.safeParse(error);
      if (!exit.success || exit.data.code !== COMPLAINED) throw error;
      return exit.data.files;
    });
    return { said: Buffer.concat(pieces).toString("utf8"), files: filesSchema.parse(left ?? {}) };
  };
}

/** The headers compiled before, or undefined where that was not done. */
export async function readPrecompiled(folder: string, name: string): Promise<Uint8Array | undefined> {
  return readFile(path.join(folder, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
