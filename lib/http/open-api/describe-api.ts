import "@/lib/contracts/names";
import type { OpenApiView } from "@/lib/contracts/open-api";
import type { DeclaredRoute } from "../define-route";
import { describeErrors } from "./errors";
import { describeOperation } from "./operations";
import { createSchemaBook, type Json } from "./schemas";

/** Routes shown together. */
export interface RouteGroup {
  tag: string;
  about: string;
  routes: readonly DeclaredRoute[];
}

const VERSION = "1";
const BASE = "/api/v1";

const ABOUT = `JSON in and out, UTF-8, snake_case, times as ISO 8601 UTC with milliseconds.
Every path answers with and without a trailing slash, with no redirect, and to HEAD wherever it answers to GET.
Errors are \`application/problem+json\` (RFC 9457).

Send \`Authorization: Bearer <access_token>\`, or the browser's session cookie. A request that changes something and rides
on the cookie must come from Tandem's own pages.`;

const SECURITY: Json = {
  bearer: { type: "http", scheme: "bearer", description: "An `access_token` from `/auth/login`." },
  password: {
    type: "oauth2",
    description: "Logs in with a username, or the email in its place, and a password.",
    flows: { password: { tokenUrl: `${BASE}/auth/login`, scopes: {} } },
  },
  cookie: {
    type: "apiKey",
    in: "cookie",
    name: "next-auth.session-token",
    description: "Set by signing in with the browser; behind https its name begins with `__Host-`.",
  },
};

/** The OpenAPI 3.1 document of these routes, made from the constants that check their requests. */
export function describeApi(groups: readonly RouteGroup[]): OpenApiView {
  const book = createSchemaBook();
  const paths: Record<string, Json> = {};
  for (const { tag, routes } of groups) {
    for (const { path, operations } of routes) {
      paths[path] = Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [
          method.toLowerCase(),
          describeOperation(book, { method, path, tag }, operation),
        ]),
      );
    }
  }
  const responses = describeErrors(book);
  return {
    openapi: "3.1.1",
    info: {
      title: "Tandem",
      version: VERSION,
      description: ABOUT,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: BASE }],
    tags: groups.map(({ tag, about }) => ({ name: tag, description: about })),
    paths,
    components: { schemas: book.components, responses, securitySchemes: SECURITY },
  };
}
