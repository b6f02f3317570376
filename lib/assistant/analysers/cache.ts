import { createHash } from "node:crypto";
import type { AnalysisInput, Problem } from "@/lib/assistant/problem";

const KEPT_MAX = 200;

export interface Found {
  problems: Problem[];
  missing: string[];
}

/** What a result depends on, as a short string. In memory only, so the version of the analysers is always the same. */
export function hashOf({ language, name, text }: AnalysisInput): string {
  return createHash("sha256")
    .update(JSON.stringify([language, name]))
    .update("\0")
    .update(text)
    .digest("base64");
}

/** The results of the texts asked about last. */
export function createCache() {
  const kept = new Map<string, Found>();
  const set = (hash: string, found: Found) => {
    kept.delete(hash);
    kept.set(hash, found);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  };
  return {
    set,
    get(hash: string): Found | undefined {
      const found = kept.get(hash);
      if (found !== undefined) set(hash, found);
      return found;
    },
  };
}
