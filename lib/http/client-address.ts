import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { canonicalAddress } from "@/lib/access/address";

/**
 * Forwarded headers, believed once and in one place: what comes in is judged by TRUST_PROXY (and PUBLIC_URL), then
 * written over, so that everything behind (Next, next-auth, route handlers) may believe the three headers as they are.
 */
const FOR = "x-forwarded-for";
const HOST = "x-forwarded-host";
const PROTO = "x-forwarded-proto";
const UNKNOWN = "unknown";

export interface ForwardTrust {
  trustProxy: number;
  publicUrl: string | undefined;
}

/** Rewrites the request's forwarded headers to what is believed. Call first of all, on requests and upgrades. */
export function stampForwarded(request: IncomingMessage, trust: ForwardTrust): void {
  const { headers } = request;
  const believed = (name: string): string | undefined =>
    trust.trustProxy === 0 ? undefined : nth(headers, name, trust.trustProxy);
  const address =
    canonicalAddress(believed(FOR) ?? "") ?? canonicalAddress(request.socket.remoteAddress ?? "");
  const host = believed(HOST) ?? headers.host ?? "";
  const proto = believed(PROTO)?.toLowerCase() === "https" ? "https" : "http";
  const shown = trust.publicUrl === undefined ? undefined : new URL(trust.publicUrl);
  for (const name of ["forwarded", "x-forwarded-port", "x-real-ip"]) delete headers[name];
  headers[FOR] = address ?? UNKNOWN;
  headers[HOST] = shown?.host ?? host;
  headers[PROTO] = shown?.protocol.replace(":", "") ?? proto;
}

/** The value that the outermost trusted proxy wrote: each proxy appends what it saw. */
function nth(headers: IncomingHttpHeaders, name: string, proxies: number): string | undefined {
  const header = headers[name];
  const values = (Array.isArray(header) ? header.join(",") : (header ?? ""))
    .split(",")
    .map((value) => value.trim());
  const value = values.at(-Math.min(proxies, values.length));
  return value === "" ? undefined : value;
}

/** The address of who is asking, for limits. Reads what `stampForwarded` wrote. */
export function clientAddress(headers: Headers): string {
  return headers.get(FOR) ?? UNKNOWN;
}

/** The same of a request that no handler has seen yet. */
export function stampedAddress(headers: IncomingHttpHeaders): string {
  return firstOf(headers[FOR]) ?? UNKNOWN;
}

/** The host people use, with its port. Reads what `stampForwarded` wrote. */
export function requestHost(headers: IncomingHttpHeaders): string {
  return firstOf(headers[HOST]) ?? headers.host ?? "";
}

/** Whether people reach us by https, as far as is believed. Reads what `stampForwarded` wrote. */
export function isSecure(headers: IncomingHttpHeaders): boolean {
  return firstOf(headers[PROTO]) === "https";
}

const firstOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** The origin people use, without a trailing slash: PUBLIC_URL, else the address the request came to. */
export function requestOrigin(headers: Headers): string {
  return `${headers.get(PROTO) ?? "http"}://${headers.get(HOST) ?? headers.get("host") ?? "localhost"}`;
}
