import { type Action, can } from "@/lib/access/policy";
import { ACCOUNT_LIMIT } from "@/lib/access/rate-limits";
import type { Principal } from "@/lib/auth/ports";
import type { Container } from "@/lib/container";
import { AppError, fileNotFound, roleForbids } from "@/lib/errors";
import type { FileWithRole } from "@/lib/files/ports";
import type { DeclaredError } from "./answers";
import type { Call } from "./call";
import type { IdParam } from "./path-params";
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
    call.requireNumbers();
    return {};
  },
};

/** Whoever is signed in. */
export const account: Access<{ principal: Principal }> = {
  who: "account",
  errors: ["unauthenticated"],
  async grant(call) {
    const principal = await authenticate(call);
    call.requireNumbers();
    requireOwnPage(call, principal);
    return { principal };
  },
};

/** A member of the file named by `{id}` whose role allows the action. */
export const member = (action: Action): Access<CallersFile> => ({
  who: action,
  errors: MEMBER_ERRORS,
  async grant(call) {
    const found = await findFile(call);
    requireRight(call, found, action);
    return found;
  },
});

/** A part of a file that has an id of its own in the path. */
interface FilePart<T> {
  param: IdParam;
  find(container: Container, fileId: number, partId: number): Promise<T | null>;
  notFound(): AppError;
  action: Action;
  /** What it takes instead, for some parts. */
  otherwise?(part: T, principal: Principal): Action | undefined;
}

/** The same as `member` for a part of the file; an unknown one is 404, before the 403s. */
export const memberPart = <T>(asked: FilePart<T>): Access<CallersFile & { part: T }> => ({
  who: asked.action,
  errors: MEMBER_ERRORS,
  async grant(call) {
    const found = await findFile(call);
    const partId = call.id(asked.param, asked.notFound);
    const part = await asked.find(call.container, found.file.id, partId);
    if (part === null) throw asked.notFound();
    requireRight(call, found, asked.otherwise?.(part, found.principal) ?? asked.action);
    return { ...found, part };
  },
});

interface CallersFile {
  principal: Principal;
  file: FileWithRole;
}

const MEMBER_ERRORS = ["unauthenticated", "forbidden", "not_found"] as const;

async function findFile(call: Call): Promise<CallersFile> {
  const principal = await authenticate(call);
  call.requireNumbers();
  const file = await call.container.files.findForUser(call.id("id"), principal.userId);
  if (file === null) throw fileNotFound();
  return { principal, file };
}

function requireRight(call: Call, { principal, file }: CallersFile, action: Action): void {
  requireOwnPage(call, principal);
  if (!can(file.role, action)) throw roleForbids(file.role);
}

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
