import { z } from "zod";
import { type Problem, problemSchema } from "@/lib/contracts/common";

/** An answer that is no success; `problem.detail` is written for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }

  /** What is wrong with one field of the body; undefined: nothing. */
  field(path: string): string | undefined {
    return this.problem.errors?.find((error) => error.path === path)?.message;
  }
}

export const UNREACHABLE: Problem = {
  type: "about:blank",
  title: "Not reachable",
  status: 0,
  detail: "The server cannot be reached. Check the connection and try again.",
};
export const UNREADABLE: Problem = {
  type: "about:blank",
  title: "Unexpected answer",
  status: 0,
  detail: "The server's answer could not be read. Try again in a moment.",
};

interface CallOptions {
  body?: unknown;
  signal?: AbortSignal;
}

/** One call of the REST API with the browser's session; `path` is what follows /api/v1. Throws ApiError. */
export async function callApi<T extends z.ZodType>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  schema: T,
  options: CallOptions = {},
): Promise<z.infer<T>> {
  const response = await send(method, path, options);
  const parsed = schema.safeParse(response.status === 204 ? undefined : await readJson(response));
  if (!parsed.success) throw new ApiError(UNREADABLE);
  return parsed.data;
}

/** Takes something away; what is gone already is as good as that. Throws ApiError. */
export async function callDelete(path: string, signal: AbortSignal): Promise<void> {
  try {
    await callApi("DELETE", path, z.undefined(), { signal });
  } catch (error) {
    if (!(error instanceof ApiError) || ![404, 410].includes(error.problem.status)) throw error;
  }
}

async function send(method: string, path: string, { body, signal }: CallOptions): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(UNREACHABLE);
  }
  if (response.ok) return response;
  const problem = problemSchema.safeParse(await readJson(response));
  throw new ApiError(problem.success ? problem.data : { ...UNREADABLE, status: response.status });
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined; // a proxy's page, or cut short: the schema says no
  }
}
