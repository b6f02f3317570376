import type { ReactNode } from "react";

interface BlankProps {
  title: string;
  children?: ReactNode;
  /** One thing to do about it. */
  action?: ReactNode;
}

/** Where there is nothing to show: what this is, and what to do. */
export function Blank({ title, children, action }: BlankProps) {
  return (
    <div className="blank">
      <b>{title}</b>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}
