"use client";

import { Button } from "./ui/button";

/** Asks for this page again, by a load and no soft step. */
export function ReloadButton() {
  return (
    <Button variant="primary" size="lg" icon="refresh" onClick={() => window.location.reload()}>
      Try again
    </Button>
  );
}
