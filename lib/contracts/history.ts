import { z } from "zod";
import { timeSchema } from "./common";
import { nameSchema } from "./files";
import { CURSOR_MAX, PAGE_DEFAULT, PAGE_MAX, VERSION_LABEL_MAX } from "./limits";

export const listVersionsQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  cursor: z.string().max(CURSOR_MAX).optional(),
});
export type ListVersionsQuery = z.infer<typeof listVersionsQuerySchema>;

/** A point of a file's history. Its id and its text never change. */
export const versionSchema = z.object({
  id: z.number().int(),
  /** When it was named; without a label, when its last edit was stored. */
  created_at: timeSchema,
  /** Who wrote since the version before, in the order in which they began; of a named one, who named it. */
  authors: z.array(z.object({ id: z.number().int(), username: z.string() })),
  label: z.string().nullable(),
  /** Lines added and removed against the version before; a changed line counts as both, as in Git. */
  added: z.number().int(),
  removed: z.number().int(),
});
export type VersionView = z.infer<typeof versionSchema>;

export const versionTextSchema = versionSchema.extend({ content: z.string() });
export type VersionTextView = z.infer<typeof versionTextSchema>;

export const versionListSchema = z.object({
  items: z.array(versionSchema),
  next_cursor: z.string().nullable(),
});
export type VersionListView = z.infer<typeof versionListSchema>;

export const nameVersionBodySchema = z.object({ label: nameSchema(VERSION_LABEL_MAX) });
export type NameVersionBody = z.infer<typeof nameVersionBodySchema>;
