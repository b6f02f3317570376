import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import type { List } from "./use-list";

interface AccessListProps<Item> {
  title: string;
  list: List<Item>;
  /** A row for each; none: the list is not shown at all. */
  children: (items: readonly Item[]) => ReactNode[];
}

/** A list of the share dialog under its heading: while it loads, when it could not be read, and what is in it. */
export function AccessList<Item>({ title, list, children }: AccessListProps<Item>) {
  const id = useId();
  const { items, problem, reload } = list;
  const rows = items === null ? null : children(items);
  if (rows?.length === 0) return null;
  return (
    <section>
      <h3 className="share-sub" id={id} tabIndex={-1}>
        {title}
      </h3>
      {rows === null && problem === null && <Loading />}
      {rows === null && problem !== null && (
        <div className="share-note share-failed">
          <p>{problem}</p>
          <Button size="sm" onClick={reload}>
            Try again
          </Button>
        </div>
      )}
      {rows !== null && (
        <ul className="share-list" aria-labelledby={id}>
          {rows}
        </ul>
      )}
    </section>
  );
}

/** Grey rows, only when it takes longer than 300 ms (styles). */
function Loading() {
  return (
    <div className="skeletons" role="status" aria-label="Loading">
      <ul className="share-list" aria-hidden="true">
        {[0, 1, 2].map((row) => (
          <li key={row}>
            <span className="av av-more" />
            <span className="sk" />
          </li>
        ))}
      </ul>
    </div>
  );
}
