import { z } from "zod";
import { categorySchema, severitySchema } from "@/lib/contracts/findings";

const TITLE_MAX = 200;
const QUOTE_MAX = 1_000;
const REF_MAX = 8;

const lower = (value: unknown) => (typeof value === "string" ? value.trim().toLowerCase() : value);

/** The head of a finding. Models are lenient with types, so this is: only a place and a title must be there. */
export const headSchema = z.object({
  line: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  quote: z.string().max(QUOTE_MAX).catch(""),
  kind: z.preprocess(lower, categorySchema.catch("bug")),
  severity: z.preprocess(lower, severitySchema.catch("warning")),
  title: z
    .string()
    .transform((text) => text.slice(0, TITLE_MAX))
    .refine((text) => text.trim() !== ""),
  confidence: z.coerce.number().min(0).max(1).catch(1),
  /** Which analyser's fact it explains, such as `A3`. */
  ref: z.string().max(REF_MAX).nullable().catch(null).default(null),
});
export type Head = z.infer<typeof headSchema>;

/** One stretch of text to be replaced by another; both without the line end of their last line. */
export interface Block {
  search: string;
  replace: string;
}

/** What an answer says, piece by piece. The findings of one answer are numbered from 0. */
export type AnswerEvent =
  /** Text for people, outside of findings. */
  | { kind: "text"; delta: string }
  | { kind: "head"; index: number; head: Head }
  | { kind: "edit"; index: number; block: Block }
  /** `whole` false: it broke off in the middle, and perhaps an edit is missing. */
  | { kind: "done"; index: number; explanation: string; whole: boolean };
