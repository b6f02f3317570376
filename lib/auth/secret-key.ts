import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const FILE_NAME = "secret.key";
const KEY_BYTES = 48;

/** The key of the embedded default: made once, kept in the data folder (mode 0600), so that sign-ins outlive restarts. */
export async function keptSecretKey(dataDir: string): Promise<string> {
  const file = path.join(dataDir, FILE_NAME);
  const kept = await readFile(file, "utf8").catch(() => ""); // missing: the first start
  if (kept.trim() !== "") return kept.trim();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const made = randomBytes(KEY_BYTES).toString("base64url");
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  return made;
}
