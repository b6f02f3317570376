import { z } from "zod";
import { assistantEventSchema, assistBodySchema } from "./assist";
import { findingChangeSchema, findingStatusSchema, findingsEventSchema } from "./findings";
import { refusalSchema } from "./live";
import { runEndSchema, runEventSchema, runIdSchema, runOutputSchema, runStartSchema } from "./run";

/**
 * What the features of a file (findings, the assistant, running it) say over Socket.IO besides editing: events from the server to
 * everybody in the file, and requests of one page that are answered (docs/protocol.md).
 */
export const FEATURE_EVENTS = {
  findings: { name: "findings", payload: findingsEventSchema },
  assistant: { name: "assistant", payload: assistantEventSchema },
  run: { name: "run", payload: runEventSchema },
} as const;

const { findings, assistant, run } = FEATURE_EVENTS;
export const featureEventSchema = z.discriminatedUnion("name", [
  z.object({ name: z.literal(findings.name), payload: findings.payload }),
  z.object({ name: z.literal(assistant.name), payload: assistant.payload }),
  z.object({ name: z.literal(run.name), payload: run.payload }),
]);
export type FeatureEvent = z.infer<typeof featureEventSchema>;
export type FeatureName = FeatureEvent["name"];

/** One kind of event, with the schema of what it carries. */
export interface FeatureKind<Payload> {
  readonly name: FeatureName;
  readonly payload: z.ZodType<Payload>;
}

/** One kind of request: what is asked, and what is answered unless it is refused. */
export interface RequestKind<Payload, Answer> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  readonly answer: z.ZodType<Answer>;
}

export const refusedSchema = z.object({ error: refusalSchema });
/** The answer to a request: what its kind says, or why not. */
export type Answered<Answer> = Answer | z.infer<typeof refusedSchema>;

export const REQUESTS = {
  /** The state of a feature once more, sent as its event: for who missed some of it. */
  state: {
    name: "state",
    payload: z.object({ event: z.enum([findings.name, assistant.name, run.name]) }),
    answer: z.object({}),
  },
  findings: {
    name: "findings",
    payload: findingChangeSchema,
    answer: z.object({ status: findingStatusSchema }),
  },
  /** To analyse the text once more, also where that was done. */
  findingsCheck: { name: "findings_check", payload: z.object({}), answer: z.object({}) },
  assist: { name: "assist", payload: assistBodySchema, answer: z.object({ run_id: z.number().int() }) },
  assistStop: {
    name: "assist_stop",
    payload: z.object({ run_id: z.number().int() }),
    answer: z.object({}),
  },
  runStart: { name: "run_start", payload: runStartSchema, answer: runIdSchema },
  /** Lines of the run that the asking page executes; without any: a sign that it still does. */
  runOutput: { name: "run_output", payload: runOutputSchema, answer: z.object({}) },
  runEnd: { name: "run_end", payload: runEndSchema, answer: z.object({}) },
  runStop: { name: "run_stop", payload: runIdSchema, answer: z.object({}) },
} as const;
