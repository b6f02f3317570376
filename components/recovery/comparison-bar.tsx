import { Button, IconButton } from "@/components/ui/button";
import type { ComparisonView } from "@/lib/editor/comparison";
import { countChanges } from "./say-taken";

interface ComparisonBarProps {
  view: ComparisonView;
  /** Nothing can be taken over. */
  readOnly: boolean;
  onStep: (by: 1 | -1) => void;
  onTake: (which: "current" | "all") => void;
  onClose: () => void;
  onDone: () => void;
}

/** Over the two texts: where one is among the changes, and what can be done with them. */
export function ComparisonBar({ view, readOnly, onStep, onTake, onClose, onDone }: ComparisonBarProps) {
  const count = view.changes?.length ?? 0;
  return (
    <div className="vbar">
      <h2 className="trunc">
        <b>Text kept aside</b> <span className="muted only-wide">and the file as it is now</span>
      </h2>
      <span className="grow" />
      <span role="status" className="num muted">
        {sayPlace(view)}
      </span>
      {count > 1 && (
        <span className="row">
          <IconButton icon="arrow-up" label="Previous change" onClick={() => onStep(-1)} />
          <IconButton icon="arrow-down" label="Next change" onClick={() => onStep(1)} />
        </span>
      )}
      {count > 1 && !readOnly && (
        <Button size="sm" onClick={() => onTake("current")}>
          Take this change
        </Button>
      )}
      {count > 0 && !readOnly && (
        <Button size="sm" variant="primary" icon="check" onClick={() => onTake("all")}>
          {count === 1 ? "Take it over" : "Take all over"}
        </Button>
      )}
      {view.changes !== null && count === 0 && (
        <Button size="sm" variant="primary" icon="check" onClick={onDone}>
          Done
        </Button>
      )}
      <IconButton icon="x" label="Close comparison" onClick={onClose} />
    </div>
  );
}

function sayPlace({ changes, at }: ComparisonView): string {
  if (changes === null) return "Comparing…";
  if (changes.length === 0) return "The file has all of it";
  return changes.length === 1 ? countChanges(1) : `Change ${at + 1} of ${changes.length}`;
}
