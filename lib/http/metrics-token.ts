import { createHash, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/errors";

/** Throws `unauthenticated` unless the request shows the token as a bearer. `token` undefined: everybody may ask. */
export function requireMetricsToken(headers: Headers, token: string | undefined): void {
  if (token === undefined) return;
  const shown = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  if (!timingSafeEqual(digest(shown), digest(token)))
    throw new AppError("unauthenticated", "The metrics are for whoever holds their token.");
}

/** Of equal length whatever the text's: the time a comparison takes tells nothing. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
