import type { RateLimit } from "@/lib/access/rate-limiter";
import type { Access } from "./access";
import type { Answers, DeclaredError } from "./answers";
import type { Call } from "./call";
import type { Takes } from "./takes";

/** Request headers that a call heeds beside those every call does. */
export type RequestHeader = "if-match";

/** What a call is, apart from what it does; the description of the API is made from it. */
export interface Description {
  /** Unique; the name of the function in generated clients. */
  name: string;
  /** One line. */
  summary: string;
  /** What the summary leaves open; CommonMark. */
  details?: string;
  /** A further limit for each address, taken before anything is looked up. */
  limit?: RateLimit;
  heeds?: readonly RequestHeader[];
  /** Those that its use case throws, beside what access and input can be refused with. */
  errors?: readonly DeclaredError[];
}

interface Declaration<Granted, Input, Result> extends Description {
  access: Access<Granted>;
  takes: Takes<Input>;
  answers: Answers<Result>;
  handle(call: Call & Granted & { input: Input }): Promise<Result>;
}

/** One call of the API: one method on one path. */
export interface Operation extends Description {
  access: Pick<Access<unknown>, "who" | "errors">;
  takes: Omit<Takes<unknown>, "read">;
  answers: Omit<Answers<never>, "respond">;
  run(call: Call): Promise<Response>;
}

/**
 * Declares a call once: who may make it, what it takes, what it answers. The same constants check the request in
 * CONTRACT 2's order, type the handler and describe the call at /api/v1/openapi.json.
 */
export function operation<Granted, Input, Result>(declared: Declaration<Granted, Input, Result>): Operation {
  const { limit, access, takes, answers, handle } = declared;
  return {
    ...declared,
    async run(call) {
      if (limit !== undefined) await call.limit(limit, call.address);
      const granted = await access.grant(call);
      const input = await takes.read(call);
      return answers.respond(await handle({ ...call, ...granted, input }));
    },
  };
}
