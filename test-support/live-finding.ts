import * as Y from "yjs";
import type { Anchor, LiveFinding, Position } from "@/lib/contracts/findings";

/** A finding on `quote`'s first place in the text, with a fix that puts `by` there; for tests. */
export function liveFinding(
  text: Y.Text,
  quote: string,
  more: Partial<Omit<LiveFinding, "anchor" | "fix">> & { by?: string | null } = {},
): LiveFinding {
  const { by = null, ...fields } = more;
  const content = text.toString();
  const at = content.indexOf(quote);
  if (at < 0) throw new Error(`the text has no ${JSON.stringify(quote)}`);
  const [start, end] = [positionAt(content, at), positionAt(content, at + quote.length)];
  const anchor = anchorAt(text, at, at + quote.length);
  return {
    id: 1,
    source: "ruff",
    rule: "F821",
    category: "error",
    severity: "warning",
    message: `\`${quote}\` is not right`,
    start,
    end,
    url: "https://docs.astral.sh/ruff/rules/undefined-name",
    status: "open",
    ...fields,
    anchor,
    fix:
      by === null ? null : { title: "Mend it", edits: [{ start, end, text: by, anchor, replaces: quote }] },
  };
}

export function anchorAt(text: Y.Text, start: number, end: number): Anchor {
  const at = (offset: number, side: -1 | 0) =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, offset, side));
  return { start: at(start, 0), end: at(end, -1) };
}

function positionAt(content: string, offset: number): Position {
  const before = content.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
