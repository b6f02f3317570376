import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ReloadButton } from "@/components/reload-button";
import { CardMessage, CardPage } from "@/components/ui/card-page";
import { getContainer } from "@/lib/container";

export const metadata: Metadata = { title: "Not reachable now" };

/**
 * In place of any page while the database is away (lib/http/pages.ts); the address stays the one asked for.
 */
export default async function UnavailablePage() {
  if (await getContainer().databaseAnswers()) redirect("/");
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
