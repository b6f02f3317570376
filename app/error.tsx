"use client";

import { ErrorCard } from "@/components/error-card";
import { CardPage } from "@/components/ui/card-page";

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <CardPage>
      <ErrorCard error={error} onRetry={retry} />
    </CardPage>
  );
}
