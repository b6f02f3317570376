import { isCheckedLanguage } from "@/lib/contracts/languages";
import { steadyNow } from "@/lib/steady-clock";
import type { FileFindings, FindingStore } from "./ports";

/** Milliseconds; then it is looked again, since a word of another process may have been lost. */
const TRUSTED_MS = 60_000;
const FILES_MAX = 10_000;

/** Files in a language that no analyser knows, without findings: their edits are no work for anybody. */
export interface UncheckedFiles {
  /** Reads what is kept of a file, and remembers whether it is such a one. */
  read: FindingStore["read"];
  has(fileId: number): boolean;
  /** It may be otherwise from now on. */
  forget(fileId: number): void;
}

/** Nothing can be found in it, and nothing that was found can go. */
export const isUnchecked = ({ language, findings }: FileFindings): boolean =>
  !isCheckedLanguage(language) && findings.length === 0;

export function createUncheckedFiles(store: Pick<FindingStore, "read">): UncheckedFiles {
  const seen = new Map<number, number>();
  /** Reads under way: what was forgotten meanwhile is not remembered. */
  const reading = new Map<number, symbol>();
  const remember = (kept: FileFindings) => {
    const { fileId } = kept;
    seen.delete(fileId);
    if (!isUnchecked(kept)) return;
    seen.set(fileId, steadyNow());
    const [oldest] = seen.keys();
    if (seen.size > FILES_MAX && oldest !== undefined) seen.delete(oldest);
  };
  return {
    async read(fileId) {
      const mine = Symbol();
      reading.set(fileId, mine);
      try {
        const kept = await store.read(fileId);
        if (kept !== null && reading.get(fileId) === mine) remember(kept);
        return kept;
      } finally {
        if (reading.get(fileId) === mine) reading.delete(fileId);
      }
    },
    has(fileId) {
      const at = seen.get(fileId);
      return at !== undefined && steadyNow() < at + TRUSTED_MS;
    },
    forget(fileId) {
      seen.delete(fileId);
      reading.delete(fileId);
    },
  };
}
