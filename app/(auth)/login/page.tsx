import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AuthFrame } from "@/components/auth/auth-frame";
import { pathWithNext, wantedPath } from "@/components/auth/own-path";
import { SignInForm } from "@/components/auth/sign-in-form";
import { currentPrincipal } from "@/lib/auth/current-principal";
import { requestOrigin } from "@/lib/http/client-address";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const next = wantedPath(await searchParams);
  if ((await currentPrincipal()) !== null) redirect(next);
  const { host } = new URL(requestOrigin(await headers()));
  const other = {
    question: "No account here yet?",
    label: "Create account",
    href: pathWithNext("/register", next),
  };
  return (
    <AuthFrame title="Sign in" lead={`to ${host}`} other={other}>
      <SignInForm next={next} />
    </AuthFrame>
  );
}
