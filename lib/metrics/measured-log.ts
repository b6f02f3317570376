import type { DocumentLog } from "@/lib/collab/document-log";
import type { Metrics } from "./metrics";

/** The same log, whose commits are counted and timed. */
export function measuredLog(log: DocumentLog, metrics: Pick<Metrics, "commit">): DocumentLog {
  return {
    ...log,
    async append(entries) {
      const since = performance.now();
      let stored: number | null = null;
      try {
        const results = await log.append(entries);
        stored = results.filter(({ status }) => status === "stored").length;
        return results;
      } finally {
        metrics.commit(stored, (performance.now() - since) / 1_000);
      }
    },
  };
}
