import { Fragment } from "react";

/** A name that goes on the next line whole, or when it is longer than a line is broken after a `_`, `-` or `.` of its own. */
export function Breakable({ name }: { name: string }) {
  return (
    <span className="breakable">
      {name.split(/(?<=[_.-])/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
