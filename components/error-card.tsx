import { Button } from "./ui/button";
import { CardMessage } from "./ui/card-page";

interface ErrorCardProps {
  error: unknown;
  onRetry: () => void;
}

/** What a page says that could not be drawn. The server's log holds the rest, under the same number. */
export function ErrorCard({ error, onRetry }: ErrorCardProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <>
      <CardMessage
        icon="error"
        tone="error"
        title="This page could not be shown"
        text="What was saved is safe. Try again in a moment; if it stays, tell whoever runs this server."
      >
        <Button variant="primary" size="lg" icon="refresh" onClick={onRetry}>
          Try again
        </Button>
        {/* A load and no soft step: what is broken here may be this page's own scripts. */}
        <a className="btn btn-lg" href="/">
          Go to your files
        </a>
      </CardMessage>
      {digest !== undefined && <p className="who">In the server’s log it is {digest}.</p>}
    </>
  );
}
