import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";

const FILE_NAME = "secret.key";
const KEY_BYTES = 48;

/**
 * The key of the embedded default: made once, kept in the data folder (mode 0600), so that sign-ins outlive restarts.
 * Call it only while holding the folder's lock: two that make one at once would sign with different keys.
 */
export async function keptSecretKey(dataDir: string): Promise<string> {
  const file = path.join(dataDir, FILE_NAME);
  const kept = (await readIfThere(file)).trim();
  if (kept !== "") return kept;
  const made = randomBytes(KEY_BYTES).toString("base64url");
  // Whole or not at all: a start that is broken off must not leave half a key behind.
  const unfinished = `${file}.new`;
  await writeFile(unfinished, `${made}\n`, { mode: 0o600 });
  await rename(unfinished, file);
  return made;
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return ""; // the first start
    throw new AppError("internal", `DATA_DIR holds a ${FILE_NAME} that cannot be read`, { cause: error });
  }
}
