import { createReadStream, existsSync, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Where Python's files are, for the policy of the frame. */
export const PYODIDE = "/pyodide/";

const FOLDER = path.dirname(createRequire(import.meta.url).resolve("pyodide/pyodide.mjs"));
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(FOLDER, "package.json"), "utf8")));
/** Those of the version that is installed: what is there never changes. */
export const PYODIDE_NOW = `${PYODIDE}${version}/`;
/** Compressed by the build, beside the bundled server; without it, as in development, they are sent as they are. */
const COMPRESSED = fileURLToPath(new URL(`./pyodide/${version}/`, import.meta.url));

/** What Pyodide loads, and nothing else of its folder. */
const TYPES: Readonly<Record<string, string>> = {
  "pyodide.mjs": "text/javascript; charset=utf-8",
  "pyodide.asm.mjs": "text/javascript; charset=utf-8",
  "pyodide.asm.wasm": "application/wasm",
  "pyodide-lock.json": "application/json",
  "python_stdlib.zip": "application/zip",
};
const FOREVER = "public, max-age=31536000, immutable";

/** By how well they compress, with the ends of their files' names. */
const ENCODINGS = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;

interface PyodideFile {
  type: string;
  path: string;
  encoding: string | null;
}

/** The file at an address, in the best form that is accepted; null: there is none. */
export function pyodideFile(pathname: string, accepted: string | undefined): PyodideFile | null {
  const name = pathname.startsWith(PYODIDE_NOW) ? pathname.slice(PYODIDE_NOW.length) : "";
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (type === undefined) return null;
  for (const [encoding, end] of ENCODINGS) {
    const compressed = path.join(COMPRESSED, name + end);
    if (accepts(accepted, encoding) && existsSync(compressed)) return { type, path: compressed, encoding };
  }
  return { type, path: path.join(FOLDER, name), encoding: null };
}

export async function sendPyodide(
  request: IncomingMessage,
  response: ServerResponse,
  file: PyodideFile,
): Promise<void> {
  try {
    const { size } = await stat(file.path);
    response.writeHead(200, {
      "content-type": file.type,
      "content-length": size,
      ...(file.encoding === null ? {} : { "content-encoding": file.encoding }),
      vary: "Accept-Encoding",
      "cache-control": FOREVER,
      // The frame that asks has no origin.
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    if (request.method === "HEAD") response.end();
    else await pipeline(createReadStream(file.path), response);
  } catch {
    response.destroy(); // who asked has gone, or the file has
  }
}

/** Whether `Accept-Encoding` names it, and not to refuse it. */
function accepts(header: string | undefined, encoding: string): boolean {
  return (header ?? "").split(",").some((part) => {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    return name === encoding && !parameters.some((text) => /^q=0(\.0*)?$/.test(text));
  });
}
