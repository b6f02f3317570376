import type { TextPreview } from "./editor-file";

/** Line numbers and text while the editor loads; it is for the eye only, and the editor covers it. */
export function CodePreview({ preview }: { preview: TextPreview }) {
  return (
    <div className="code code-preview" aria-hidden="true">
      {preview.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place, and the list never changes
        <div key={index} className="l">
          <span className="n">{index + 1}</span>
          <span className="t">{line}</span>
        </div>
      ))}
    </div>
  );
}
