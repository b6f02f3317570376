import type { RateLimit } from "@/lib/access/rate-limiter";
import type { Container } from "@/lib/container";
import { AppError, fileNotFound } from "@/lib/errors";
import { clientAddress, requestOrigin } from "./client-address";
import { parseId, requireNumber } from "./parse-with";
import { type IdParam, isIdParam } from "./path-params";

/** One request, as every handler sees it. */
export interface Call {
  container: Container;
  request: Request;
  /** Of who is asking, for limits. */
  address: string;
  /** The origin people use, for links. */
  origin: string;
  /** A path parameter as it came. */
  param(name: string): string;
  /** An id in the path. Throws 400 for what is no number, `notFound` (the file's) for a number that no row can have. */
  id(name: IdParam, notFound?: () => AppError): number;
  /** Throws 400 for any id in the path that is no number, before the first is looked up. */
  requireNumbers(): void;
  /** Takes a point of a further limit or throws 429. */
  limit(limit: RateLimit, key: string): Promise<void>;
}

export type PathParams = Record<string, string | string[] | undefined>;

export function createCall(container: Container, request: Request, params: PathParams): Call {
  const param = (name: string): string => {
    const value = params[name];
    return (Array.isArray(value) ? value.join("/") : value) ?? "";
  };
  return {
    container,
    request,
    address: clientAddress(request.headers),
    origin: requestOrigin(request.headers),
    param,
    id: (name, notFound = fileNotFound) => parseId(param(name), notFound),
    requireNumbers() {
      for (const name of Object.keys(params)) if (isIdParam(name)) requireNumber(param(name));
    },
    async limit(rate, key) {
      const taken = await container.rateLimiter.take(rate, key);
      if (taken.allowed) return;
      throw new AppError("too_many_requests", `Too many requests. Wait ${taken.retryAfterSeconds} seconds.`, {
        retryAfterSeconds: taken.retryAfterSeconds,
      });
    },
  };
}
