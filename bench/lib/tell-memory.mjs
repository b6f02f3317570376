import { renameSync, writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

/**
 * Loaded into a server by `--import`, with `--expose-gc`: asked by SIGUSR2, it collects all garbage and writes what its
 * process holds then to the file that its own address names.
 */

const file = new URL(import.meta.url).searchParams.get("file");
/** What a finalizer lets go of, only the next collection takes. */
const COLLECTIONS = 3;
const BETWEEN_MS = 100;

if (isMainThread && file !== null) {
  process.on("SIGUSR2", async () => {
    for (let n = 0; n < COLLECTIONS; n += 1) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
    // Whoever waits for the file never sees half of it.
    writeFileSync(`${file}.part`, JSON.stringify(process.memoryUsage()));
    renameSync(`${file}.part`, file);
  });
}
