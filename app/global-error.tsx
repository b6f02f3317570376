"use client";

import "./globals.css";
import { ErrorCard } from "@/components/error-card";

/** In place of the whole page, its frame included. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <head>
        <title>Tandem</title>
      </head>
      <body>
        <div className="shell">
          <main className="card">
            <div className="in">
              <ErrorCard error={error} onRetry={retry} />
            </div>
          </main>
        </div>
      </body>
    </html>
  );
}
