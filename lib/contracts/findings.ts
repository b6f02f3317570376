import { z } from "zod";
import { timeSchema } from "./common";

/** Lines and columns count from 1, columns in UTF-16 units, as in Monaco. */
export const positionSchema = z.object({
  line: z.number().int().min(1),
  column: z.number().int().min(1),
});
export type Position = z.infer<typeof positionSchema>;

export const CATEGORIES = ["error", "bug", "performance", "security", "style"] as const;
export const SEVERITIES = ["error", "warning", "info", "hint"] as const;
export const FINDING_STATUSES = ["open", "applied", "dismissed"] as const;

export const categorySchema = z.enum(CATEGORIES);
export const severitySchema = z.enum(SEVERITIES);
export const findingStatusSchema = z.enum(FINDING_STATUSES);
export type Category = z.infer<typeof categorySchema>;
export type Severity = z.infer<typeof severitySchema>;
export type FindingStatus = z.infer<typeof findingStatusSchema>;

/** Replaces what stands from `start` up to `end` (not included) by `text`. Edits of one fix do not overlap. */
export const textEditSchema = z.object({ start: positionSchema, end: positionSchema, text: z.string() });

export const fixSchema = z.object({ title: z.string(), edits: z.array(textEditSchema).min(1) });

/** CONTRACT's `Finding`: something an analyser or the model found in a file's text. */
export const findingSchema = z.object({
  id: z.number().int(),
  /** Which tool: `ruff`, `typescript`, `eslint`, …, `tandem` for our own rules, `assistant` for the model. */
  source: z.string(),
  rule: z.string(),
  category: categorySchema,
  severity: severitySchema,
  /** One sentence; code in it stands between backticks. */
  message: z.string(),
  start: positionSchema,
  end: positionSchema,
  fix: fixSchema.nullable(),
  /** The rule's page. */
  url: z.string().nullable(),
  status: findingStatusSchema,
});
export type Finding = z.infer<typeof findingSchema>;

/** A stretch of text as two Yjs relative positions (JSON): it moves with the text around it. */
export const anchorSchema = z.object({ start: z.unknown(), end: z.unknown() });
export type Anchor = z.infer<typeof anchorSchema>;

/** A finding as the pages get it live: with what keeps its place, and what its fix must still find there. */
export const liveFindingSchema = findingSchema.extend({
  anchor: anchorSchema,
  fix: fixSchema
    .extend({ edits: z.array(textEditSchema.extend({ anchor: anchorSchema, replaces: z.string() })).min(1) })
    .nullable(),
});
export type LiveFinding = z.infer<typeof liveFindingSchema>;

/** A fix that somebody in the file has just made, until an analysis says what became of it. */
export const appliedFixSchema = z.object({ id: z.number().int(), title: z.string(), by: z.string() });
export type AppliedFix = z.infer<typeof appliedFixSchema>;

/** Event `findings`: all that are open in the file; replaces what was told before. */
export const findingsEventSchema = z.object({
  /** Grows with each change: of two events the one with the higher is newer, in whichever order they come. */
  revision: z.number().int(),
  /** The version of the text that was analysed; 0: none yet. */
  version: z.number().int(),
  /** Null: not yet, or nothing checks the file's language. */
  analyzed_at: timeSchema.nullable(),
  items: z.array(liveFindingSchema),
  applied: z.array(appliedFixSchema).default([]),
  /** Analysers that did not come to an end: of theirs `items` may lack some, or be out of date. */
  missing: z.array(z.string()).default([]),
});
export type FindingsEvent = z.infer<typeof findingsEventSchema>;

export const diagnosticsSchema = z.object({ items: z.array(findingSchema), analyzed_at: timeSchema });
export const findingListSchema = z.object({ items: z.array(findingSchema) });
export const changeFindingBodySchema = z.object({ status: z.enum(["applied", "dismissed"]) });

/** What becomes of a finding: a page is about to make its fix as an edit of its own, dismisses it, or takes either back. */
export const findingChangeSchema = z.object({
  id: z.number().int(),
  status: z.enum(["applied", "dismissed", "open"]),
});
export type FindingChange = z.infer<typeof findingChangeSchema>;
