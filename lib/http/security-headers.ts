import type { IncomingMessage, ServerResponse } from "node:http";
import { isSecure } from "./client-address";

/** Behind https only: over plain http, as in a LAN, browsers ignore the second and complain about it on the console. */
const SECURE: Readonly<Record<string, string>> = {
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "cross-origin-opener-policy": "same-origin",
};

/** On every answer of every kind. Pages get a Content-Security-Policy of their own on top (proxy.ts). */
const ALWAYS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "x-frame-options": "DENY",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cross-origin-resource-policy": "same-origin",
};

/** Data is no document: if a browser shows it nevertheless, nothing in it runs, loads or is framed. */
const DATA_POLICY = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
/** A worker obeys the policy that its own script came with, and loads the rest of itself. */
const ASSET_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
/** Hot reload evaluates text, in workers too. */
const DEV_ASSET_POLICY = `${ASSET_POLICY}; script-src 'self' 'unsafe-eval'`;

/** The headers that every answer to this request carries, once `stampForwarded` has been there. */
export function securityHeaders(request: IncomingMessage, dev: boolean): Record<string, string> {
  const isApi = /^[\\/]*api(?:[\\/?]|$)/i.test(request.url ?? "");
  const assetPolicy = dev ? DEV_ASSET_POLICY : ASSET_POLICY;
  return {
    ...ALWAYS,
    "content-security-policy": isApi ? DATA_POLICY : assetPolicy,
    ...(isSecure(request.headers) && SECURE),
  };
}

/** Sets them, before anybody answers. */
export function stampSecurityHeaders(request: IncomingMessage, response: ServerResponse, dev: boolean): void {
  for (const [name, value] of Object.entries(securityHeaders(request, dev))) response.setHeader(name, value);
}

/** The same for an answer written by hand on a socket, where no request could be read or an upgrade is refused. */
export const RAW_SECURITY_HEADERS: Readonly<Record<string, string>> = {
  ...ALWAYS,
  "content-security-policy": DATA_POLICY,
};
