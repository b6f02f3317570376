import type { z } from "zod";
import { type Action, can } from "@/lib/access/policy";
import type { RateLimit } from "@/lib/access/rate-limiter";
import { ACCOUNT_LIMIT } from "@/lib/access/rate-limits";
import type { Principal } from "@/lib/auth/ports";
import type { Container } from "@/lib/container";
import { maxBodyBytes } from "@/lib/contracts/limits";
import { AppError, fileNotFound, roleForbids } from "@/lib/errors";
import type { FileWithRole } from "@/lib/files/ports";
import { clientAddress, requestOrigin } from "./client-address";
import { parseId, parseWith, requireNumber } from "./parse-with";
import { JSON_TYPE, parseJson, readText } from "./read-body";
import { requireSameOrigin } from "./same-origin";

/**
 * One request, as a handler sees it. Handlers ask for what they need in CONTRACT 2's order of checks: `principal`
 * (401, 429, foreign cookie request) or `file` (the same, with 400 for the path and 404 before the 403s), then `body`
 * (413, 415, 400, 422).
 */
export interface Call {
  container: Container;
  request: Request;
  /** Of who is asking, for limits. */
  address: string;
  /** The origin people use, for links. */
  origin: string;
  principal(): Promise<Principal>;
  /** The file named by `{id}` in the path, when the caller is a member whose role allows the action. */
  file(action: Action): Promise<CallersFile>;
  /** The same for a part of the file that has an id of its own in the path; an unknown one is 404, before the 403s. */
  part<T>(asked: FilePart<T>): Promise<CallersFile & { part: T }>;
  /** A path parameter as it came. */
  param(name: string): string;
  /** `judgeRaw` sees the JSON before the schema does: for what comes before 422. */
  body<T extends z.ZodType>(schema: T, judgeRaw?: (raw: unknown) => void): Promise<z.infer<T>>;
  /** A body that is not JSON only; `accepted` are media types. */
  text(accepted: readonly string[]): Promise<string>;
  query<T extends z.ZodType>(schema: T): z.infer<T>;
  /** Takes a point of a further limit or throws 429. */
  limit(limit: RateLimit, key: string): Promise<void>;
}

interface CallersFile {
  file: FileWithRole;
  principal: Principal;
}

export interface FilePart<T> {
  /** The path parameter that holds its id. */
  param: string;
  find(fileId: number, partId: number): Promise<T | null>;
  notFound(): AppError;
  action(part: T, principal: Principal): Action;
}

export type PathParams = Record<string, string | string[] | undefined>;

const CHANGING: readonly string[] = ["POST", "PUT", "PATCH", "DELETE"];

export function createCall(container: Container, request: Request, params: PathParams): Call {
  const limit: Call["limit"] = async (rate, key) => {
    const taken = await container.rateLimiter.take(rate, key);
    if (taken.allowed) return;
    throw new AppError("too_many_requests", `Too many requests. Wait ${taken.retryAfterSeconds} seconds.`, {
      retryAfterSeconds: taken.retryAfterSeconds,
    });
  };
  const param = (name: string): string => {
    const value = params[name];
    return (Array.isArray(value) ? value.join("/") : value) ?? "";
  };
  const authenticate = async (): Promise<Principal> => {
    const found = await container.verifier.fromHeaders(request.headers);
    if (found === null) throw new AppError("unauthenticated", "Sign in first.");
    await limit(ACCOUNT_LIMIT, String(found.userId));
    return found;
  };
  const requireOwnPage = ({ kind }: Principal) => {
    if (kind === "cookie" && CHANGING.includes(request.method))
      requireSameOrigin(request.headers, container.env.publicUrl);
  };
  /** `partId`: a further id in the path, judged with the file's before anything is looked up. */
  const callersFile = async (partId?: string): Promise<CallersFile> => {
    const principal = await authenticate();
    requireNumber(param("id"));
    if (partId !== undefined) requireNumber(partId);
    const file = await container.files.findForUser(parseId(param("id")), principal.userId);
    if (file === null) throw fileNotFound();
    return { file, principal };
  };
  const requireRight = ({ file, principal }: CallersFile, action: Action) => {
    requireOwnPage(principal);
    if (!can(file.role, action)) throw roleForbids(file.role);
  };
  const text: Call["text"] = (accepted) =>
    readText(request, maxBodyBytes(container.env.maxFileBytes), accepted);
  return {
    container,
    request,
    address: clientAddress(request.headers),
    origin: requestOrigin(request.headers),
    param,
    limit,
    text,
    async principal() {
      const found = await authenticate();
      requireOwnPage(found);
      return found;
    },
    async file(action) {
      const found = await callersFile();
      requireRight(found, action);
      return found;
    },
    async part(asked) {
      const found = await callersFile(param(asked.param));
      const part = await asked.find(found.file.id, parseId(param(asked.param), asked.notFound));
      if (part === null) throw asked.notFound();
      requireRight(found, asked.action(part, found.principal));
      return { ...found, part };
    },
    async body(schema, judgeRaw) {
      const raw = parseJson(await text([JSON_TYPE]));
      judgeRaw?.(raw);
      return parseWith(schema, raw);
    },
    query: (schema) => parseWith(schema, Object.fromEntries(new URL(request.url).searchParams)),
  };
}
