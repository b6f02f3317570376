import { useSyncExternalStore } from "react";
import type { SessionFindings } from "@/lib/editor/findings";
import type { FindingsView } from "@/lib/editor/findings-view";

const NOTHING: FindingsView = { placed: [], atCaret: [], large: false, revision: 0 };
const nothing = (): FindingsView => NOTHING;
const subscribeToNothing = () => () => undefined;

/** What is found, where it is in the text now; nothing until the code is there. */
export function useFindingsView(findings: SessionFindings | null): FindingsView {
  return useSyncExternalStore(findings?.subscribe ?? subscribeToNothing, findings?.get ?? nothing, nothing);
}
