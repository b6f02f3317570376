import { useEffect, useReducer } from "react";
import type { ClientSync } from "@/lib/collab/client-sync";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { FEATURE_EVENTS, REQUESTS } from "@/lib/contracts/features";
import type { FindingChange, LiveFinding } from "@/lib/contracts/findings";
import { APPLIED_SHOWN_MS, type FindingsState, NO_FINDINGS, stepFindings } from "./findings-state";

export interface LiveFindings {
  state: FindingsState;
  /**
   * Tells the server what becomes of one; answers why that is refused, or null. A fix may also be made while nobody can be
   * asked.
   */
  change(change: FindingChange): Promise<string | null>;
  /** Has the text analysed once more; answers why that is refused, or null. */
  check(): Promise<string | null>;
  /** The assistant has just found one. */
  found(finding: LiveFinding): void;
}

/** A file's findings, as everybody in it has them. */
export function useFindings(sync: ClientSync | null, live: boolean): LiveFindings {
  const [state, step] = useReducer(stepFindings, NO_FINDINGS);
  useEffect(() => {
    if (sync === null) return;
    const stop = sync.on(FEATURE_EVENTS.findings, (event) => step({ kind: "told", event, now: Date.now() }));
    // What was told before. Without a connection it comes with the next one.
    void sync.request(REQUESTS.state, { event: FEATURE_EVENTS.findings.name });
    return stop;
  }, [sync]);
  useEffect(() => {
    if (!live) step({ kind: "away" });
  }, [live]);
  const oldest = state.applied[0]?.since;
  useEffect(() => {
    if (oldest === undefined) return;
    const left = Math.max(0, oldest + APPLIED_SHOWN_MS - Date.now());
    const timer = setTimeout(() => step({ kind: "aged", now: Date.now() }), left);
    return () => clearTimeout(timer);
  }, [oldest]);
  const change = async (change: FindingChange): Promise<string | null> => {
    if (sync === null) return null;
    step({ kind: "changing", change });
    const answer = await sync.request(REQUESTS.findings, change);
    const refused = "error" in answer ? answer.error : null;
    const mayAnyway = change.status === "applied" && refused?.code === CLOSE_CODES.databaseAway;
    const done = refused === null || mayAnyway;
    step({ kind: "changed", id: change.id, done });
    return done ? null : refused.detail;
  };
  return {
    state,
    change,
    async check() {
      const answer = await sync?.request(REQUESTS.findingsCheck, {});
      return answer !== undefined && "error" in answer ? answer.error.detail : null;
    },
    found: (finding) => step({ kind: "found", finding }),
  };
}
