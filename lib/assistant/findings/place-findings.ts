import type * as Y from "yjs";
import type { Finding, LiveFinding } from "@/lib/contracts/findings";
import { findingSchema, SEVERITIES } from "@/lib/contracts/findings";
import { hashText } from "./anchor-problems";
import { findAnchors, type Stretch } from "./anchors";
import { createLineIndex, type LineIndex } from "./line-index";
import type { StoredFinding } from "./ports";

/** A finding in the text as it is now. */
export interface PlacedFinding {
  stored: StoredFinding;
  /** Its text is not what it was found in. */
  changed: boolean;
  /** Nothing of its text is left. */
  gone: boolean;
  /** With lines and columns of now. */
  live: LiveFinding;
}

/** Where findings are in the text now; one walk over the document for all. Errors first, then by place. */
export function placeFindings(text: Y.Text, findings: readonly StoredFinding[]): PlacedFinding[] {
  const stretches = findAnchors(
    text,
    findings.flatMap(({ anchor, fix }) => [anchor, ...(fix?.edits ?? []).map((edit) => edit.anchor)]),
  );
  const content = text.toString();
  const lines = createLineIndex(content);
  let at = 0;
  const placed = findings.map((stored) => {
    const [own = null, ...edits] = stretches.slice(at, at + 1 + (stored.fix?.edits.length ?? 0));
    at += 1 + edits.length;
    const { start, end } = own ?? { start: 0, end: 0 };
    const hash = hashText(content.slice(start, end));
    return {
      stored,
      changed: own === null || hash !== stored.textHash,
      gone: own === null || (start === end && hash !== stored.textHash),
      live: liveFinding(stored, own, edits, lines),
      start,
    };
  });
  placed.sort((a, b) => rank(a.stored) - rank(b.stored) || a.start - b.start);
  return placed;
}

const rank = ({ severity }: StoredFinding): number => SEVERITIES.indexOf(severity);

function liveFinding(stored: StoredFinding, own: Stretch, edits: Stretch[], lines: LineIndex): LiveFinding {
  const { id, source, rule, category, severity, message, url, status, anchor, fix } = stored;
  const placeOf = (stretch: Stretch) => {
    const { start, end } = stretch ?? own ?? { start: 0, end: 0 };
    return { start: lines.positionAt(start), end: lines.positionAt(end) };
  };
  return {
    ...{ id, source, rule, category, severity, message, url, status, anchor },
    ...placeOf(own),
    fix: fix && {
      title: fix.title,
      edits: fix.edits.map((edit, i) => ({ ...edit, ...placeOf(edits[i] ?? null) })),
    },
  };
}

/** As REST answers it: without what only live documents understand. */
export const plainFinding = (live: LiveFinding): Finding => findingSchema.parse(live);
