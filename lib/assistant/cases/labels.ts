import { z } from "zod";
import { categorySchema, severitySchema } from "@/lib/contracts/findings";

/**
 * `tune`: what rules may be tuned on; `broken`: the same, of texts that do not parse, with another mistake after the first;
 * `opened`: held out once, now tuned on too. `held-out`: only measured.
 */
export const PARTS = ["tune", "broken", "opened", "held-out"] as const;
export type Part = (typeof PARTS)[number];

/** One real bug of a case. */
export const labelSchema = z
  .strictObject({
    line: z.number().int().min(1),
    /** For what is noticed later than it was made (an open bracket): the last line that is still right. */
    until: z.number().int().optional(),
    /** Several where experts may differ. */
    category: z.union([categorySchema, z.array(categorySchema).min(2)]),
    /** At least this severe. */
    severity: severitySchema,
    /** Whether a fix is expected. */
    fix: z.boolean().default(false),
  })
  .refine(({ line, until }) => until === undefined || until > line);
export type Label = z.infer<typeof labelSchema>;

/** `labels.json` of a part: by `folder/file`, the folder being the language's id. No labels: a clean file. */
export const labelsSchema = z.record(z.string().regex(/^[a-z]+\/[\w.-]+$/), z.array(labelSchema));
