import type { z } from "zod";
import { ID_MAX } from "@/lib/contracts/limits";
import { AppError, fileNotFound } from "@/lib/errors";

/** Throws `bad_request` for a path parameter that is no number. */
export function requireNumber(text: string): void {
  if (!/^\d+$/.test(text)) throw new AppError("bad_request", "The id in the path must be a whole number.");
}

/** An id from the path: no number is 400; one that nothing can have is 404, as any unknown id. */
export function parseId(text: string, notFound = fileNotFound): number {
  requireNumber(text);
  const id = Number(text);
  if (id < 1 || id > ID_MAX) throw notFound();
  return id;
}

/** Parses or throws 422 with every field that is off, and of each the first thing that is. */
export function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value, { error: plainWords });
  if (parsed.success) return parsed.data;
  const found = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const errors = found.filter(({ path }, at) => found.findIndex((other) => other.path === path) === at);
  const [first] = errors;
  const detail =
    first === undefined ? "The request does not fit." : `${first.path || "The body"} ${first.message}`;
  throw new AppError("unprocessable", detail, { errors });
}

const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  object: "an object",
};

/** What is wrong, to be read after the field's name, where the schema has no words of its own. */
function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return issue.origin === "string"
        ? `must have ${issue.minimum} characters or more`
        : `must be ${issue.minimum} or more`;
    case "too_big":
      return issue.origin === "string"
        ? `must have ${issue.maximum} characters or fewer`
        : `must be ${issue.maximum} or less`;
    default:
      return undefined;
  }
}
