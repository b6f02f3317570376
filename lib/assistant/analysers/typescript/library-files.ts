import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import ts from "typescript";

/** The declarations that come with the product: the compiler's own library and Node's. No other file is ever read. */

const resolve = createRequire(import.meta.url).resolve;
const folderOf = (name: string) => path.dirname(resolve(`${name}/package.json`));

const LIBRARIES = path.join(folderOf("typescript"), "lib");
const NODE_TYPES = folderOf("@types/node");
const READABLE = [LIBRARIES, NODE_TYPES, folderOf("undici-types")].map((folder) => folder + path.sep);

export const NODE_DECLARATIONS = path.join(NODE_TYPES, "index.d.ts");

const snapshots = new Map<string, ts.IScriptSnapshot | undefined>();

/** The path of a file of the compiler's library, such as `lib.esnext.d.ts`. */
export function libraryFile(name: string): string {
  return path.join(LIBRARIES, name);
}

/** A declaration file that comes with the product; `undefined` for any other path, which is not even looked for. */
export function readLibrary(file: string): ts.IScriptSnapshot | undefined {
  const place = path.resolve(file);
  if (!READABLE.some((folder) => place.startsWith(folder))) return undefined;
  if (!snapshots.has(place)) snapshots.set(place, read(place));
  return snapshots.get(place);
}

function read(place: string): ts.IScriptSnapshot | undefined {
  try {
    return ts.ScriptSnapshot.fromString(readFileSync(place, "utf8"));
  } catch {
    // The compiler asks for files that may not be there.
    return undefined;
  }
}
