import type { PreviewLine } from "@/lib/editor/fix-preview";

/** What a fix changes, exactly as it will be applied. */
export function FixDiff({ lines }: { lines: readonly PreviewLine[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div className="hunk" role="group" aria-label="What the fix changes">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <DiffLine key={at} line={line} />
      ))}
    </div>
  );
}

const SAID = { add: "Added: ", del: "Removed: " } as const;

function DiffLine({ line }: { line: PreviewLine }) {
  if (line.kind === "gap") return <div className="hunk-gap">⋯</div>;
  const { kind, parts } = line;
  return (
    <div className={kind === "same" ? undefined : kind}>
      <span>
        {kind !== "same" && <span className="vh">{SAID[kind]}</span>}
        {parts.map(({ text, changed }, at) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
          changed ? <b key={at}>{text}</b> : text,
        )}
      </span>
    </div>
  );
}
