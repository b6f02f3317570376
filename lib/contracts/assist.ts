import { z } from "zod";
import { timeSchema } from "./common";
import { liveFindingSchema, positionSchema } from "./findings";

export const ASSIST_ACTIONS = ["review", "explain", "fix", "optimize", "ask"] as const;
export const assistActionSchema = z.enum(ASSIST_ACTIONS);
export type AssistAction = z.infer<typeof assistActionSchema>;

export const selectionSchema = z.object({ start: positionSchema, end: positionSchema });
export type Selection = z.infer<typeof selectionSchema>;

export const QUESTION_MAX = 4_000;

/** What the assistant is asked, over REST (`POST /files/{id}/assist`) and live (event `assist`). */
export const assistBodySchema = z
  .object({
    action: assistActionSchema,
    selection: selectionSchema.optional(),
    question: z.string().trim().min(1).max(QUESTION_MAX).optional(),
  })
  .refine(({ action, question }) => action !== "ask" || question !== undefined, {
    path: ["question"],
    message: "is needed to ask",
  });
export type AssistBody = z.infer<typeof assistBodySchema>;

/** The answer of `POST /files/{id}/assist`: server-sent events, as text. */
export const answerEventsSchema = z.string();

/** Whether a file's owner lets the model be asked about it. */
export const assistantSwitchSchema = z.object({ enabled: z.boolean() });

export const usageSchema = z.object({
  input_tokens: z.number().int(),
  output_tokens: z.number().int(),
  /** The model's server did not say: counted from the texts' length. */
  estimated: z.boolean(),
});
export type Usage = z.infer<typeof usageSchema>;

/** `name`: the function, class or the like that the selected lines are, or are in; null: it is not known. */
export const askedSelectionSchema = selectionSchema.extend({ name: z.string().nullable().default(null) });

export const RUN_STATUSES = ["running", "done", "stopped", "failed"] as const;

/** One question to the model and its answer, which everyone in the file sees grow. */
export const assistRunSchema = z.object({
  id: z.number().int(),
  action: assistActionSchema,
  question: z.string().nullable(),
  selection: askedSelectionSchema.nullable(),
  by: z.object({ id: z.number().int(), name: z.string() }),
  started_at: timeSchema,
  model: z.string(),
  /** First and last lines of what the model was given. */
  read: z.array(z.object({ from: z.number().int(), to: z.number().int() })),
  status: z.enum(RUN_STATUSES),
  /** Markdown, to be shown without live links, images or HTML. */
  text: z.string(),
  finding_ids: z.array(z.number().int()),
  usage: usageSchema.nullable(),
  /** A sentence for people: why it failed, was cut off, or who stopped it. */
  detail: z.string().nullable(),
});
export type AssistRun = z.infer<typeof assistRunSchema>;

/** Event `assistant`: the chat of a file. */
export const assistantEventSchema = z.discriminatedUnion("kind", [
  /** First of all after a join, and whenever the setting changes: the newest runs, oldest first. */
  z.object({
    kind: z.literal("state"),
    /** `no_model`: the server has none; `off`: the owner switched it off for this file. */
    available: z.enum(["yes", "no_model", "off"]),
    runs: z.array(assistRunSchema),
  }),
  z.object({ kind: z.literal("started"), run: assistRunSchema }),
  /** What is being done, before there is text: `Reading lines 1-40`, `Waiting for the model`. */
  z.object({ kind: z.literal("status"), run_id: z.number().int(), text: z.string() }),
  /** `at`: length of the run's text before it, in UTF-16 units; who lacks some asks for the state anew. */
  z.object({ kind: z.literal("text"), run_id: z.number().int(), at: z.number().int(), delta: z.string() }),
  z.object({ kind: z.literal("finding"), run_id: z.number().int(), finding: liveFindingSchema }),
  z.object({
    kind: z.literal("ended"),
    run_id: z.number().int(),
    status: z.enum(["done", "stopped", "failed"]),
    usage: usageSchema.nullable(),
    detail: z.string().nullable(),
  }),
]);
export type AssistantEvent = z.infer<typeof assistantEventSchema>;
