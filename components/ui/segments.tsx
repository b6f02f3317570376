"use client";

import type { ReactNode } from "react";

interface SegmentsProps<Id extends string> {
  /** The group's name for a screen reader. */
  label: string;
  /** `name`: what is heard where only a picture shows. */
  options: { id: Id; content: ReactNode; name?: string }[];
  selected: Id;
  onSelect: (id: Id) => void;
}

/** A few choices side by side, one of them pressed. */
export function Segments<Id extends string>({ label, options, selected, onSelect }: SegmentsProps<Id>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in the bar
    <div className="seg" role="group" aria-label={label}>
      {options.map(({ id, content, name }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === selected}
          aria-label={name}
          title={name}
          onClick={() => onSelect(id)}
        >
          {content}
        </button>
      ))}
    </div>
  );
}
