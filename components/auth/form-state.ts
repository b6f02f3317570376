import type { ZodType } from "zod";
import { ApiError } from "@/lib/browser/api-client";

/** What a form about an account shows after a try. */
export interface FormState<Field extends string> {
  /** As they were sent: a form is emptied by every try, so they are filled in again. */
  values: Record<Field, string>;
  /** What is wrong with a field, as a sentence. */
  errors: Partial<Record<Field, string>>;
  /** What is wrong with no field in particular. */
  refusal: string | null;
  /** It worked: the next page is on its way. */
  done: boolean;
}

/** What a text field holds; nothing when it is missing. */
export function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}

/** The first complaint of each field, by the field's name; none when the values fit. */
export function complaints(schema: ZodType, values: unknown): Map<string, { code: string; message: string }> {
  const found = new Map<string, { code: string; message: string }>();
  for (const { path, code, message } of schema.safeParse(values).error?.issues ?? []) {
    const field = String(path[0]);
    if (!found.has(field)) found.set(field, { code, message });
  }
  return found;
}

/** The words for an error of no field in particular. Throws what is no answer of the server. */
export function refusalWords(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  throw error;
}
