import type { Metadata } from "next";
import { ReloadButton } from "@/components/reload-button";
import { CardMessage, CardPage } from "@/components/ui/card-page";

export const metadata: Metadata = { title: "Not reachable now" };

/** In place of any page while the database is away: proxy.ts leads here, and the address stays the one asked for. */
export default function UnavailablePage() {
  return (
    <CardPage>
      <CardMessage
        icon="clock"
        tone="warning"
        title="Tandem cannot reach its database"
        text="What was saved is safe, and an open editor keeps what you type. Try again in a moment; if it stays, tell whoever runs this server."
      >
        <ReloadButton />
      </CardMessage>
    </CardPage>
  );
}
