const WIDTHS = ["46%", "34%", "40%"];

/** Grey rows in the shape of the list to come; they show after 300 ms (styles), so a fast answer is never preceded by them. */
export function SkeletonRows({ label }: { label: string }) {
  return (
    <div className="skeletons" role="status" aria-label={label}>
      {WIDTHS.map((width) => (
        <div key={width} className="skrow" aria-hidden="true">
          <span className="sk" style={{ width }} />
          <span className="sk wide" />
          <span className="sk wide" />
          <span className="sk" />
        </div>
      ))}
    </div>
  );
}
