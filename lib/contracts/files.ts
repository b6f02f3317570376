import { z } from "zod";
import { timeSchema } from "./common";
import { LANGUAGES } from "./languages";
import { CURSOR_MAX, FILE_NAME_MAX, PAGE_DEFAULT, PAGE_MAX, SEARCH_MAX } from "./limits";
import { roleSchema } from "./roles";

/** C0, DEL, C1, the Unicode line and paragraph separators, and the marks that turn the reading direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** Something people name, on one line; `max` in UTF-16 units. */
export const nameSchema = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(max, `must have ${max} characters or fewer`)
    .refine((name) => !UNPRINTABLE.test(name), "must not hold control characters")
    .refine((name) => name.isWellFormed(), "must be well-formed Unicode");

export const fileNameSchema = nameSchema(FILE_NAME_MAX);

const languageIds = LANGUAGES.map(({ id }) => id);
export const languageSchema = z
  .string()
  .refine((id) => languageIds.some((known) => known === id), "must be one of the known languages")
  .meta({ enum: languageIds });

/** Text of a file. NUL is taken out and line ends become `\n` on the way in; the size is judged in UTF-8 bytes. */
export const contentSchema = z.string().refine((text) => text.isWellFormed(), "must be well-formed Unicode");

export const createFileBodySchema = z.object({
  name: fileNameSchema,
  language: languageSchema.optional(),
  content: contentSchema.optional(),
});
export type CreateFileBody = z.infer<typeof createFileBodySchema>;

export const updateFileBodySchema = z.object({
  name: fileNameSchema.optional(),
  language: languageSchema.optional(),
  content: contentSchema.optional(),
  base: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
});
export type UpdateFileBody = z.infer<typeof updateFileBodySchema>;

const ROLES_TEXT_MAX = 100;

export const listFilesQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  cursor: z.string().max(CURSOR_MAX).optional(),
  q: z.string().max(SEARCH_MAX).optional(),
  role: z
    .string()
    .max(ROLES_TEXT_MAX)
    .transform((text, context) => {
      const roles = z.array(roleSchema).safeParse(text.split(","));
      if (roles.success) return roles.data;
      context.addIssue({ code: "custom", message: "must be owner, collaborator or viewer" });
      return z.NEVER;
    })
    .optional()
    .meta({ description: "One's role in them; several, with commas between, for any of these." }),
});
export type ListFilesQuery = z.infer<typeof listFilesQuerySchema>;

export const fileSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  language: z.string(),
  content: z.string(),
  version: z.number().int(),
  owner_id: z.number().int(),
  role: roleSchema,
  created_at: timeSchema,
  updated_at: timeSchema,
});
export type FileView = z.infer<typeof fileSchema>;

export const fileItemSchema = fileSchema.omit({ content: true });
export type FileItemView = z.infer<typeof fileItemSchema>;

export const listedFileSchema = fileItemSchema.extend({ owner_username: z.string() });
export type ListedFileView = z.infer<typeof listedFileSchema>;

export const fileListSchema = z.object({
  items: z.array(listedFileSchema),
  next_cursor: z.string().nullable(),
});
export type FileListView = z.infer<typeof fileListSchema>;

/** One live connection of somebody who has the file open, on any server process. */
export const editingSessionSchema = z.object({
  id: z.string(),
  code_file_id: z.number().int(),
  user_id: z.number().int(),
  username: z.string(),
  role: roleSchema,
  /** The caret, or the moving end of the selection; both count from 1, columns in UTF-16 units. Null: not shown. */
  cursor_position: z.object({ line: z.number().int(), column: z.number().int() }).nullable(),
  /** When the connection was last known to be there. */
  last_active: timeSchema,
});
export type EditingSessionView = z.infer<typeof editingSessionSchema>;

export const editingSessionListSchema = z.object({ items: z.array(editingSessionSchema) });
export type EditingSessionListView = z.infer<typeof editingSessionListSchema>;
