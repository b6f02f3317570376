import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, without a slash at its end. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/**
 * A path under the root.
 * @param {string[]} parts
 */
export function inRoot(...parts) {
  return path.join(ROOT, ...parts);
}
