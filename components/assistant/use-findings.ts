import { useEffect, useReducer } from "react";
import type { ClientSync } from "@/lib/collab/client-sync";
import { FEATURE_EVENTS, REQUESTS } from "@/lib/contracts/features";
import type { FindingChange, LiveFinding } from "@/lib/contracts/findings";
import { type FindingsState, NO_FINDINGS, stepFindings } from "./findings-state";

export interface LiveFindings {
  state: FindingsState;
  /** Tells the server what became of one; answers why that is refused, or null. */
  change(change: FindingChange): Promise<string | null>;
  /** The assistant has just found one. */
  found(finding: LiveFinding): void;
}

/** A file's findings, as everybody in it has them. */
export function useFindings(sync: ClientSync | null, live: boolean): LiveFindings {
  const [state, step] = useReducer(stepFindings, NO_FINDINGS);
  useEffect(() => {
    if (sync === null) return;
    const stop = sync.on(FEATURE_EVENTS.findings, (event) => step({ kind: "told", event }));
    // What was told before. Without a connection it comes with the next one.
    void sync.request(REQUESTS.state, { event: FEATURE_EVENTS.findings.name });
    return stop;
  }, [sync]);
  useEffect(() => {
    if (!live) step({ kind: "away" });
  }, [live]);
  const change = async (change: FindingChange): Promise<string | null> => {
    if (sync === null) return null;
    step({ kind: "changing", change });
    const answer = await sync.request(REQUESTS.findings, change);
    const refused = "error" in answer ? answer.error.detail : null;
    // An applied fix is in the text, also when nobody was there to be told of it.
    step({ kind: "changed", id: change.id, done: refused === null || change.status === "applied" });
    return refused;
  };
  return { state, change, found: (finding) => step({ kind: "found", finding }) };
}
