import { type CSSProperties, type PointerEvent, useSyncExternalStore } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { initials } from "@/components/ui/initials";
import type { CodeSession } from "@/lib/editor/code-session";
import type { CodeEditor } from "@/lib/editor/monaco-types";
import type { RailPerson, RailView } from "@/lib/editor/rail";
import { personClass } from "@/lib/editor/remote-people";

/** More people beyond an edge than this are only on the rail. */
const CHIPS_MAX = 3;

interface CodeRailProps {
  editor: CodeEditor;
  session: CodeSession;
}

/** Right of the code: where in the text people and problems are, what of it is on show, and chips of those out of sight. */
export function CodeRail({ editor, session }: CodeRailProps) {
  const view = useSyncExternalStore(session.rail.subscribe, session.rail.get);
  return (
    <>
      <Rail editor={editor} view={view} />
      <EdgeChips edge="up" view={view} onGo={session.goToPerson} />
      <EdgeChips edge="down" view={view} onGo={session.goToPerson} />
    </>
  );
}

/** For the pointer only: with keys one scrolls in the code. */
function Rail({ editor, view }: { editor: CodeEditor; view: RailView }) {
  const scrollTo = (event: PointerEvent<HTMLDivElement>) => {
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const share = (event.clientY - top) / height;
    editor.setScrollTop(share * editor.getScrollHeight() - editor.getLayoutInfo().height / 2);
  };
  return (
    <div
      className="code-rail"
      aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        scrollTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) scrollTo(event);
      }}
    >
      {view.height < 1 && (
        <span className="code-rail-view" style={{ top: percent(view.top), height: percent(view.height) }} />
      )}
      {view.problems.map(({ id, severity, at }) => (
        <i key={id} className={`code-rail-problem ${severity}`} style={placeAt(at)} />
      ))}
      {view.people.map(({ clientId, slot, at }) => (
        <i key={clientId} className={classNames("code-rail-person", personClass(slot))} style={placeAt(at)} />
      ))}
    </div>
  );
}

const percent = (share: number): string => `${share * 100}%`;
const placeAt = (share: number): CSSProperties => ({ top: percent(share) });

interface EdgeChipsProps {
  edge: "up" | "down";
  view: RailView;
  onGo(clientId: number): void;
}

function EdgeChips({ edge, view, onGo }: EdgeChipsProps) {
  const people = nearest(view, edge);
  if (people.length === 0) return null;
  return (
    <div className={`code-chips code-chips-${edge}`}>
      {people.map(({ clientId, name, slot, line }) => (
        <button
          key={clientId}
          type="button"
          className={classNames("code-chip", personClass(slot))}
          onClick={() => onGo(clientId)}
        >
          <span className="vh">
            {name} {line}
          </span>
          <span className="only-wide" aria-hidden="true">
            {name} <span className="num">{line}</span>
          </span>
          <span className="only-narrow" aria-hidden="true">
            {initials(name)}
          </span>
          <Icon name={edge === "up" ? "arrow-up" : "arrow-down"} small />
        </button>
      ))}
    </div>
  );
}

/** The nearest stands next to the edge. */
function nearest({ people }: RailView, edge: "up" | "down"): RailPerson[] {
  const beyond = people.filter((person) => person.beyond === edge).sort((a, b) => a.line - b.line);
  return edge === "up" ? beyond.slice(-CHIPS_MAX) : beyond.slice(0, CHIPS_MAX);
}
