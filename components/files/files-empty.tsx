import type { ReactNode } from "react";

/** What is shown to somebody without any file; `children`: what they can do. */
export function FilesEmpty({ children }: { children: ReactNode }) {
  return (
    <section className="files-empty" aria-labelledby="no-files">
      <div className="code" aria-hidden="true">
        <div className="l is-line">
          <span className="n">1</span>
          <span className="t">
            <span className="me me-blink" />
          </span>
        </div>
      </div>
      <div className="text">
        <h2 id="no-files">No files yet</h2>
        <p>
          Create one and start typing, drop a file anywhere on this page, or open an invite link that someone
          sent you.
        </p>
        <div className="row">{children}</div>
      </div>
    </section>
  );
}
