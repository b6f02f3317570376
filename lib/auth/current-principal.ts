import { headers } from "next/headers";
import { getContainer } from "@/lib/container";
import type { Principal } from "./ports";

/** Who looks at a page; null when nobody is signed in. For server components. */
export async function currentPrincipal(): Promise<Principal | null> {
  return getContainer().verifier.fromHeaders(await headers());
}
