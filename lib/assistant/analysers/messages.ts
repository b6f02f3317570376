import { z } from "zod";
import { findingSchema } from "@/lib/contracts/findings";

/** What the server and its analysing child processes say to each other over IPC. Each side parses what it gets. */

export const problemSchema = findingSchema.omit({ id: true, status: true });

/** To a child: analyse this text. It gets the next job only when it has said `done`. */
export const jobSchema = z.object({
  id: z.number().int(),
  language: z.string(),
  name: z.string(),
  text: z.string(),
  /** Only analysers that are made for texts of any size. */
  large: z.boolean(),
  /** Names of analysers that are off for this text. */
  off: z.array(z.string()),
  /** Processor time it may take. */
  limitMs: z.number(),
});
export type Job = z.infer<typeof jobSchema>;

/**
 * From a child: `ready` once, then for each job `started` with the analysers in the order in which they will run (and
 * those of the language that will not), one `found` or `failed` for each of them in that order, and `done`. So the one that
 * hangs is the first not heard of.
 */
export const childMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({
    type: z.literal("started"),
    id: z.number().int(),
    analysers: z.array(z.string()),
    skipped: z.array(z.string()),
  }),
  z.object({
    type: z.literal("found"),
    id: z.number().int(),
    analyser: z.string(),
    problems: z.array(problemSchema),
  }),
  /** `error` is the error's class: its message could hold the text. */
  z.object({ type: z.literal("failed"), id: z.number().int(), analyser: z.string(), error: z.string() }),
  /** `memory`: resident bytes of the process. */
  z.object({ type: z.literal("done"), id: z.number().int(), memory: z.number() }),
]);
export type ChildMessage = z.infer<typeof childMessageSchema>;
