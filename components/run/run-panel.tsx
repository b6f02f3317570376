"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { type CodeRun, RUN_MS, type RunLine } from "@/lib/contracts/run";
import type { LiveCodeRun } from "./use-code-run";

/** px; the first as in run.css */
const HEIGHT = 200;
const HEIGHT_MIN = 96;
const KEY_STEP = 20;
const MS = 1_000;

interface RunPanelProps {
  codeRun: LiveCodeRun;
  onLine: (line: number) => void;
}

/** What the last run of the file has printed, below the code; the same for everybody in the file. */
export function RunPanel({ codeRun, onLine }: RunPanelProps) {
  const [height, setHeight] = useState<number | null>(null);
  const panel = useRef<HTMLElement>(null);
  const { run } = codeRun;
  if (run === null) return null;
  return (
    <section ref={panel} className="run-panel" aria-label="Output" style={height === null ? {} : { height }}>
      <RunEdge panel={panel} height={height} onHeight={setHeight} />
      <header className="run-head">
        <h2>Output</h2>
        <span className="run-how" role="status">
          {howItIs(run)}
        </span>
        <span className="grow" />
        {run.status === "running" && (
          <Button size="sm" icon="stop" onClick={codeRun.stop}>
            Stop
          </Button>
        )}
        <IconButton icon="x" label="Close output" small onClick={codeRun.close} />
      </header>
      <RunOutput run={run} onLine={onLine} />
    </section>
  );
}

interface RunEdgeProps {
  panel: RefObject<HTMLElement | null>;
  height: number | null;
  /** Null: as high as it was made. */
  onHeight: (height: number | null) => void;
}

/** The upper edge: dragging it, or the arrow keys, make the output higher; a double click puts it back. */
function RunEdge({ panel, height, onHeight }: RunEdgeProps) {
  const setHeight = (next: number) =>
    onHeight(Math.round(Math.min(window.innerHeight / 2, Math.max(HEIGHT_MIN, next))));
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    setHeight((panel.current?.getBoundingClientRect().bottom ?? window.innerHeight) - event.clientY);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: KEY_STEP, ArrowDown: -KEY_STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setHeight((panel.current?.getBoundingClientRect().height ?? HEIGHT) + step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the output"
      aria-valuemin={HEIGHT_MIN}
      aria-valuenow={height ?? HEIGHT}
      tabIndex={0}
      className="run-edge"
      title="Drag to resize, double click to reset"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => onHeight(null)}
      onKeyDown={onKeyDown}
    />
  );
}

function RunOutput({ run, onLine }: { run: CodeRun; onLine: RunPanelProps["onLine"] }) {
  const list = useRef<HTMLDivElement>(null);
  const count = run.lines.length;
  useEffect(() => {
    // Also while nothing but their number is new.
    if (count > 0) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <div ref={list} className="run-lines" role="log" aria-live="off" aria-label="Printed lines" tabIndex={0}>
      {run.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
        <OutputLine key={index} line={line} onLine={onLine} />
      ))}
      {count === 0 && run.status !== "running" && <p className="run-none">Nothing was printed.</p>}
    </div>
  );
}

function OutputLine({
  line: { stream, text, line },
  onLine,
}: {
  line: RunLine;
  onLine: RunPanelProps["onLine"];
}) {
  return (
    <div className={classNames("run-line", stream === "err" && "is-err")}>
      <span className="run-text">{text === "" ? " " : text}</span>
      {line !== null && (
        <button type="button" className="run-at" title={`Go to line ${line}`} onClick={() => onLine(line)}>
          Line {line}
        </button>
      )}
    </div>
  );
}

function howItIs(run: CodeRun) {
  if (run.status === "running") {
    return (
      <>
        <Icon name="spinner" className="spin" />
        {`${run.by.name} is running it`}
      </>
    );
  }
  const seconds = run.ended_at === null ? 0 : (Date.parse(run.ended_at) - Date.parse(run.started_at)) / MS;
  const took = `Run by ${run.by.name}, ${seconds.toFixed(1)} s`;
  const words = {
    done: took,
    failed: `${took}: it failed`,
    stopped: `${took}: ${run.stopped_by ?? "somebody"} stopped it`,
    time: `${took}: stopped after ${RUN_MS / MS} s`,
    output: `${took}: stopped, it printed too much`,
    memory: `${took}: the browser ended it, most likely for its memory`,
    lost: `${took}: the connection of who ran it was lost`,
  };
  return words[run.status];
}
