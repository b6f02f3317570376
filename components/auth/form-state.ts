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

/** What a try changes of it. */
export type Outcome<Field extends string> = Partial<FormState<Field>>;

/** What the text fields hold; nothing where one is missing. */
export function valuesOf<Field extends string>(
  form: FormData,
  blank: Record<Field, string>,
): Record<Field, string> {
  const values = { ...blank };
  for (const field in blank) {
    const value = form.get(field);
    values[field] = typeof value === "string" ? value : "";
  }
  return values;
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

/** What a field must look like, where the server's words would not help a person. */
const FORMATS: Record<string, string> = {
  email: "Enter an email address, such as name@example.com.",
  username: "Use letters, digits, _ and - only; no spaces.",
};

/** The same checks as the server's, before anything is sent: a sentence for each field that is off. */
export function checkFields<Field extends string>(
  schema: ZodType,
  labels: Record<Field, string>,
  values: Record<Field, string>,
): Outcome<Field>["errors"] {
  const errors: Partial<Record<Field, string>> = {};
  const wrong = complaints(schema, values);
  for (const field in labels) {
    const complaint = wrong.get(field);
    if (complaint === undefined) continue;
    const format = complaint.code === "invalid_format" ? FORMATS[field] : undefined;
    errors[field] = format ?? sentence(labels[field], complaint.message);
  }
  return Object.keys(errors).length > 0 ? errors : undefined;
}

/** What the server refused: under the fields it names, else as words about the whole. Throws what is no answer of it. */
export function refused<Field extends string>(
  error: unknown,
  labels: Record<Field, string>,
): Pick<FormState<Field>, "errors" | "refusal"> {
  if (!(error instanceof ApiError)) throw error;
  const errors: Partial<Record<Field, string>> = {};
  for (const field in labels) {
    const message = error.field(field);
    if (message !== undefined) errors[field] = sentence(labels[field], message);
  }
  return { errors, refusal: Object.keys(errors).length > 0 ? null : error.message };
}

/** The server's complaints go on from the field's name: `must have 8 characters or more`, `is taken`. */
const sentence = (label: string, message: string): string => `${label} ${message}.`;
