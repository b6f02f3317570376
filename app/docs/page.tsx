import type { Metadata } from "next";
import { AccountMenu } from "@/components/account-menu";
import { ApiReference } from "@/components/docs/api-reference";
import { LinkButton } from "@/components/ui/link-button";
import { Brand } from "@/components/ui/logo-mark";
import { currentPrincipal } from "@/lib/auth/current-principal";
import "./docs.css";

export const metadata: Metadata = { title: "API reference" };

/** The API's documentation, for anyone; whoever is signed in tries its calls as themselves. */
export default async function DocsPage() {
  const principal = await currentPrincipal();
  return (
    <div className="docs-page">
      <a className="skip-link" href="#reference">
        Go to the calls
      </a>
      <header className="topbar">
        <Brand />
        <span className="grow" />
        {principal === null ? (
          <LinkButton href="/login?next=/docs">Sign in</LinkButton>
        ) : (
          <AccountMenu user={{ username: principal.username, email: principal.email }} />
        )}
      </header>
      <main id="reference" tabIndex={-1}>
        <h1>API reference</h1>
        <p className="lead">
          JSON under <code>/api/v1</code>, with or without a trailing slash. <b>Authorize</b> logs you in for
          the calls you try here; if you are signed in, they go out as you already. The same as a document:{" "}
          <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).
        </p>
        <ApiReference description="/api/v1/openapi.json" />
      </main>
    </div>
  );
}
