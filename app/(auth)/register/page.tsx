import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AuthFrame } from "@/components/auth/auth-frame";
import { pathWithNext, wantedPath } from "@/components/auth/own-path";
import { RegisterForm } from "@/components/auth/register-form";
import { currentPrincipal } from "@/lib/auth/current-principal";
import { requestOrigin } from "@/lib/http/client-address";

export const metadata: Metadata = { title: "Create account" };

export default async function RegisterPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const next = wantedPath(await searchParams);
  if ((await currentPrincipal()) !== null) redirect(next);
  const { host } = new URL(requestOrigin(await headers()));
  const other = { question: "You have one?", label: "Sign in", href: pathWithNext("/login", next) };
  return (
    <AuthFrame title="Create account" lead={`on ${host}`} other={other}>
      <RegisterForm next={next} />
    </AuthFrame>
  );
}
