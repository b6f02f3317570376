import type { LiveEngine } from "@/lib/collab/types";
import type { FindingsEvent, LiveFinding } from "@/lib/contracts/findings";
import { FEATURE_EVENT_BYTES, FINDINGS_SHOWN_MAX } from "@/lib/contracts/limits";
import { fileNotFound } from "@/lib/errors";
import { type PlacedFinding, placeFindings } from "./place-findings";
import type { FileFindings, FindingStore, FindingsChange } from "./ports";
import { createFileTurns } from "./turns";

/** What was changed, as it is kept and as it stands in the text. */
export interface Changed {
  stored: FileFindings;
  placed: PlacedFinding[];
}

/** Changes what is kept, and then tells everybody in the file (I2), one change of a file after the other. */
export interface Telling {
  /** Throws `not_found` for a file that is gone. */
  change(fileId: number, decide: (kept: FileFindings) => FindingsChange | null): Promise<Changed>;
  /** All that is open, as of now; and the version of the text that stands there. */
  eventOf(kept: FileFindings): Promise<{ event: FindingsEvent; version: number }>;
}

export function createTelling({ engine, store }: { engine: LiveEngine; store: FindingStore }): Telling {
  const inTurn = createFileTurns();
  const place = async (kept: FileFindings) => {
    const open = kept.findings.filter(({ status }) => status !== "applied");
    const from = Math.max(kept.analysis?.version ?? 0, ...open.map(({ version }) => version));
    return engine.read(
      kept.fileId,
      (text, version) => ({ placed: placeFindings(text, kept.findings), version }),
      from,
    );
  };
  return {
    change: (fileId, decide) =>
      inTurn(fileId, async () => {
        let changed = false;
        const stored = await store.change(fileId, (kept) => {
          const change = decide(kept);
          changed = change !== null;
          return change;
        });
        if (stored === null) throw fileNotFound();
        const { placed } = await place(stored);
        if (changed) engine.tell(fileId, { name: "findings", payload: eventOf(stored, placed) });
        return { stored, placed };
      }),
    async eventOf(kept) {
      const { placed, version } = await place(kept);
      return { event: eventOf(kept, placed), version };
    },
  };
}

function eventOf({ analysis, revision }: FileFindings, placed: readonly PlacedFinding[]): FindingsEvent {
  const open = placed.filter(({ stored, gone }) => stored.status === "open" && !gone);
  const ofAnalysers = open.filter(({ stored }) => stored.run === null).slice(0, FINDINGS_SHOWN_MAX);
  const shown = open.filter((one) => one.stored.run !== null || ofAnalysers.includes(one));
  return {
    revision,
    version: analysis?.version ?? 0,
    analyzed_at: analysis?.at.toISOString() ?? null,
    items: withinBytes(shown.map(({ live }) => live)),
    applied: placed.flatMap(({ stored: { id, fix, appliedBy, version } }) => {
      const isNew = version > (analysis?.version ?? 0);
      return isNew && fix !== null && appliedBy !== null ? [{ id, title: fix.title, by: appliedBy }] : [];
    }),
    missing: analysis?.missing ?? [],
  };
}

/** Long fixes are left out where all together would be more than one event may hold. */
function withinBytes(items: readonly LiveFinding[]): LiveFinding[] {
  let left = FEATURE_EVENT_BYTES / 2;
  return items.map((item) => {
    const bytes = Buffer.byteLength(JSON.stringify(item));
    left -= bytes;
    return left < 0 && item.fix !== null ? { ...item, fix: null } : item;
  });
}
