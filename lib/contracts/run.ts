import { z } from "zod";
import { timeSchema } from "./common";
import { FINDING_MESSAGE_MAX } from "./limits";

/** Running a file's code, in the browser of who pressed Run; everybody in the file sees the output. */

export const RUN_LANGUAGES = ["python", "javascript", "typescript"] as const;
export const runLanguageSchema = z.enum(RUN_LANGUAGES);
export type RunLanguage = z.infer<typeof runLanguageSchema>;

/** How long code may run, once its language is loaded; and how long that may take. Milliseconds. */
export const RUN_MS = 10_000;
export const RUN_LOAD_MS = 60_000;
/** Output of one run: UTF-16 units in all, lines, and UTF-16 units of one line; what is longer is cut. */
export const RUN_OUTPUT_MAX = 256 * 1024;
export const RUN_LINES_MAX = 2_000;
export const RUN_LINE_MAX = 4_000;
/** What the frame may say of one run: its lines, that it begins, is full and ends, and each second that it is there. */
export const RUN_MESSAGES_MAX = RUN_LINES_MAX + 100;
/** A frame that has been silent for so many of its seconds was ended by the browser: its code took too much memory. */
export const RUN_FRAME_SIGN_MS = 1_000;
export const RUN_FRAME_SIGNS_MISSED = 4;
/** Of one request: it stays below REQUEST_LENGTH however the text is escaped. */
export const RUN_BATCH_LINES = 250;
export const RUN_BATCH_LENGTH = 16_000;
/**
 * The runner's page says that often at least that it is there, and is taken for gone when it has not for so long: then
 * everybody in the file is told, whether the page, its network or its server has died.
 */
export const RUN_SIGN_MS = 3_000;
export const RUN_GONE_MS = 10_000;

export const runLineSchema = z.object({
  stream: z.enum(["out", "err"]),
  /** Without control characters but tabs. */
  text: z
    .string()
    .max(RUN_LINE_MAX)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    .regex(/^[^\u0000-\u0008\u000a-\u001f\u007f]*$/)
    .refine((text) => text.isWellFormed(), "not well-formed"),
  /** The line of the file that printed or raised it, where that is known. */
  line: z.number().int().min(1).nullable(),
});
export type RunLine = z.infer<typeof runLineSchema>;

export const RUN_ENDS = ["done", "failed", "stopped", "time", "output", "memory", "lost"] as const;
export const runStatusSchema = z.enum(["running", ...RUN_ENDS]);

export const codeRunSchema = z.object({
  /** Runs of one file are numbered as they begin. */
  id: z.number().int(),
  language: runLanguageSchema,
  by: z.object({ id: z.number().int(), name: z.string() }),
  started_at: timeSchema,
  ended_at: timeSchema.nullable(),
  /** `time`, `output`: a limit has ended it; `memory`: the browser did; `lost`: the runner's page is gone. */
  status: runStatusSchema,
  /** Who stopped it. */
  stopped_by: z.string().nullable(),
  lines: z.array(runLineSchema),
});
export type CodeRun = z.infer<typeof codeRunSchema>;

/** Event `run`. */
export const runEventSchema = z.discriminatedUnion("kind", [
  /** The last run of the file with all of its output; replaces what was told before. */
  z.object({ kind: z.literal("state"), run: codeRunSchema.nullable() }),
  z.object({ kind: z.literal("started"), run: codeRunSchema }),
  /** `at`: how many lines come before; who lacks some asks for the state anew. */
  z.object({
    kind: z.literal("output"),
    run_id: z.number().int(),
    at: z.number().int(),
    lines: z.array(runLineSchema),
  }),
  z.object({
    kind: z.literal("ended"),
    run_id: z.number().int(),
    /** As of `output`. */
    at: z.number().int(),
    status: z.enum(RUN_ENDS),
    stopped_by: z.string().nullable(),
    ended_at: timeSchema,
  }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

export const runIdSchema = z.object({ run_id: z.number().int() });
export const runStartSchema = z.object({ language: runLanguageSchema });
export const runOutputSchema = runIdSchema.extend({
  /** How many lines were sent before: lines whose answer was lost are sent once more. */
  at: z.number().int().min(0).max(RUN_LINES_MAX),
  lines: z
    .array(runLineSchema)
    .max(RUN_BATCH_LINES)
    .refine((lines) => lines.reduce((sum, { text }) => sum + text.length, 0) <= RUN_BATCH_LENGTH, "too long"),
});
export const runEndSchema = runIdSchema.extend({
  status: z.enum(["done", "failed", "time", "output", "memory"]),
  /** Where it failed, in the text as it is now. */
  problem: z
    .object({ line: z.number().int().min(1), message: z.string().min(1).max(FINDING_MESSAGE_MAX) })
    .nullable(),
});
export type RunEnd = z.infer<typeof runEndSchema>;
