import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** A new folder in which there is nothing. Remove it. */
export const emptyDataDir = (): Promise<string> => mkdtemp(path.join(tmpdir(), "tandem-test-"));

/** A new data folder, with an empty database where `npm test` has made one (scripts/lib/test-data.mjs). Remove it. */
export async function newDataDir(): Promise<string> {
  const folder = await emptyDataDir();
  const made = process.env.TEST_DATA_DIR;
  if (made) await promisify(execFile)("cp", ["-a", `${made}/.`, folder]);
  return folder;
}
