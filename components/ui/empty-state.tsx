import type { ReactNode } from "react";

/** One line of what this is, one of what to do, one action. */
export function EmptyState({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <div className="blank">
      <b>{title}</b>
      <p>{text}</p>
      {action}
    </div>
  );
}
