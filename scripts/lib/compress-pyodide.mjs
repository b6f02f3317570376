import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip, constants as zlib } from "node:zlib";
import { inRoot } from "./paths.mjs";

/**
 * Python for the frame of /run, compressed once: 11 MB become 3.4. Brotli, and gzip for browsers that reach us by plain http,
 * which never ask for the former. The archive of the standard library is compressed as it is.
 */
const FILES = ["pyodide.asm.wasm", "pyodide.asm.mjs", "pyodide.mjs", "pyodide-lock.json"];
/** Of 11: those above take ten times as long for a tenth less. */
const BROTLI_QUALITY = 9;
const GZIP_LEVEL = 9;

/** Writes FILE.br and FILE.gz into dist/pyodide/VERSION; what is there already stays, what is of another version goes. */
export async function compressPyodide() {
  const from = inRoot("node_modules", "pyodide");
  const { version } = JSON.parse(readFileSync(path.join(from, "package.json"), "utf8"));
  const all = inRoot("dist", "pyodide");
  const folder = path.join(all, version);
  mkdirSync(folder, { recursive: true });
  for (const other of readdirSync(all))
    if (other !== version) rmSync(path.join(all, other), { recursive: true });
  for (const name of FILES) {
    const bytes = readFileSync(path.join(from, name));
    const params = {
      [zlib.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    await writeOnce(path.join(folder, `${name}.br`), () => promisify(brotliCompress)(bytes, { params }));
    await writeOnce(path.join(folder, `${name}.gz`), () => promisify(gzip)(bytes, { level: GZIP_LEVEL }));
  }
}

/**
 * A file is there whole, or not at all.
 * @param {string} file
 * @param {() => Promise<Buffer>} make
 */
async function writeOnce(file, make) {
  if (existsSync(file)) return;
  writeFileSync(`${file}.part`, await make());
  renameSync(`${file}.part`, file);
}
