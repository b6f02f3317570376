import { type Action, can } from "@/lib/access/policy";
import { ACCOUNT_LIMIT } from "@/lib/access/rate-limits";
import type { Principal } from "@/lib/auth/ports";
import { AppError, fileNotFound } from "@/lib/errors";
import type { FileWithRole } from "@/lib/files/ports";
import type { DeclaredError } from "./answers";
import type { Call } from "./call";
import { requireSameOrigin } from "./same-origin";

/** Who may make a call, and what its handler is then given. Refuses in CONTRACT 2's order: 401, 429, 400, 404, 403. */
export interface Access<Granted> {
  who: "anyone" | "account" | Action;
  errors: readonly DeclaredError[];
  grant(call: Call): Promise<Granted>;
}

/** No credentials are asked for. */
export const anyone: Access<object> = {
  who: "anyone",
  errors: [],
  async grant(call) {
    call.requireIds();
    return {};
  },
};

/** Whoever is signed in. */
export const account: Access<{ principal: Principal }> = {
  who: "account",
  errors: ["unauthenticated"],
  async grant(call) {
    const principal = await authenticate(call);
    call.requireIds();
    requireOwnPage(call, principal);
    return { principal };
  },
};

/** A member of the file named by `{id}` whose role allows the action. */
export const member = (action: Action): Access<{ principal: Principal; file: FileWithRole }> => ({
  who: action,
  errors: ["unauthenticated", "forbidden", "not_found"],
  async grant(call) {
    const principal = await authenticate(call);
    call.requireIds();
    const file = await call.container.files.findForUser(call.id("id"), principal.userId);
    if (file === null) throw fileNotFound();
    requireOwnPage(call, principal);
    if (!can(file.role, action))
      throw new AppError("forbidden", `Your role here (${file.role}) does not allow this.`);
    return { principal, file };
  },
});

async function authenticate({ container, request, limit }: Call): Promise<Principal> {
  const found = await container.verifier.fromHeaders(request.headers);
  if (found === null) throw new AppError("unauthenticated", "Sign in first.");
  await limit(ACCOUNT_LIMIT, String(found.userId));
  return found;
}

const CHANGING: readonly string[] = ["POST", "PUT", "PATCH", "DELETE"];

function requireOwnPage({ container, request }: Call, { kind }: Principal): void {
  if (kind === "cookie" && CHANGING.includes(request.method))
    requireSameOrigin(request.headers, container.env.publicUrl);
}
