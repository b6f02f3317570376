import { type KeyboardEvent, useEffect, useRef } from "react";
import { stepIndex } from "@/components/ui/focusable";
import type { SessionFindings } from "@/lib/editor/findings";
import type { PlacedFinding } from "@/lib/editor/findings-marks";
import { ProblemRow } from "./problem-row";
import type { Assistant } from "./use-assistant";

interface ProblemListProps {
  rows: readonly PlacedFinding[];
  assistant: Assistant;
  code: SessionFindings;
  /** Over the code: a row is opened first, and gone to, with this closing, by the next press. */
  onClose?: () => void;
}

/** Arrows move, Enter goes to the line, A applies, Delete dismisses. */
export function ProblemList({ rows, assistant, code, onClose }: ProblemListProps) {
  const { current, setCurrent } = assistant;
  const list = useRef<HTMLOListElement>(null);
  /** Whose row is to have the focus once it is drawn. */
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    rowOf(list.current, wanted.current)?.querySelector<HTMLElement>(".msg")?.focus();
    wanted.current = null;
  });
  useEffect(() => {
    if (current !== null) rowOf(list.current, current)?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const focusRow = (id: number | undefined) => {
    if (id === undefined) return;
    wanted.current = id;
    setCurrent(id);
  };
  const goTo = (id: number) => {
    const stays = onClose !== undefined && id !== current;
    setCurrent(id);
    if (!stays) onClose?.();
    code.goTo(id, stays);
  };
  /** What is done to a row may take it away: the focus goes on to the next. */
  const actOn = (at: number, act: (row: PlacedFinding) => void) => {
    const row = rows[at];
    if (row === undefined) return;
    if (list.current?.contains(document.activeElement)) focusRow((rows[at + 1] ?? rows[at - 1])?.finding.id);
    act(row);
  };
  const apply = (at: number) => actOn(at, ({ finding }) => assistant.apply(finding));
  const dismiss = (at: number) => actOn(at, ({ finding }) => assistant.dismiss(finding));

  const onKeyDown = (event: KeyboardEvent<HTMLOListElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
    const id = Number(event.target.closest<HTMLElement>("[data-finding]")?.dataset.finding);
    const at = rows.findIndex(({ finding }) => finding.id === id);
    const row = rows[at];
    if (row === undefined) return;
    const focusAt = (index: number) => focusRow(rows[index]?.finding.id);
    const acts: Record<string, (() => void) | undefined> = {
      ArrowDown: () => focusAt(stepIndex(at, rows.length, 1)),
      ArrowUp: () => focusAt(stepIndex(at, rows.length, -1)),
      Home: () => focusAt(0),
      End: () => focusAt(rows.length - 1),
      a: assistant.mayFix && row.finding.fix !== null ? () => apply(at) : undefined,
      Delete: assistant.mayFix && assistant.live ? () => dismiss(at) : undefined,
    };
    const act = acts[event.key] ?? acts[event.key.toLowerCase()];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const tabStop = rows.some(({ finding }) => finding.id === current) ? current : rows[0]?.finding.id;
  return (
    <ol ref={list} className="probs" aria-label="Problems" onKeyDown={onKeyDown}>
      {rows.map((row, at) => (
        <ProblemRow
          key={row.finding.id}
          row={row}
          assistant={assistant}
          code={code}
          open={row.finding.id === current}
          tabStop={row.finding.id === tabStop}
          onGo={() => goTo(row.finding.id)}
          onApply={() => apply(at)}
          onDismiss={() => dismiss(at)}
        />
      ))}
    </ol>
  );
}

const rowOf = (list: HTMLElement | null, id: number): HTMLElement | null =>
  list?.querySelector<HTMLElement>(`[data-finding="${id}"]`) ?? null;
