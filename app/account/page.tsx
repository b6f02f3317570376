import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountPage } from "@/components/account/account-page";
import { pathWithNext } from "@/components/auth/own-path";
import { currentPrincipal } from "@/lib/auth/current-principal";
import { listSessions } from "@/lib/auth/list-sessions";
import { getContainer } from "@/lib/container";

export const metadata: Metadata = { title: "Account" };

export default async function Page() {
  const principal = await currentPrincipal();
  if (principal === null) redirect(pathWithNext("/login", "/account"));
  return (
    <AccountPage
      user={{ username: principal.username, email: principal.email }}
      sessions={await listSessions(getContainer(), principal)}
      readAt={Date.now()}
    />
  );
}
