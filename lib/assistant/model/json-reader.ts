import { z } from "zod";
import { type AnswerEvent, type Block, headSchema } from "./answer-events";
import type { FindingReader } from "./finding-reader";
import { jsonEnd } from "./json-scan";

export type JsonReader = FindingReader;

const JSON_MAX = 64 * 1024;
const EXPLANATION_MAX = 1_000;
const EDITS_MAX = 10;

const text = z.string().catch("");
const blockSchema = z
  .looseObject({
    search: z.string().optional(),
    old: z.string().optional(),
    replace: z.string().optional(),
    new: z.string().optional(),
  })
  .transform(({ search, old, replace, new: renewed }) => ({
    search: search ?? old,
    replace: replace ?? renewed,
  }));
const findingSchema = z.looseObject({
  explanation: text,
  edits: z.array(z.unknown()).catch([]),
});
const listSchema = z.union([
  z.array(z.unknown()),
  z.looseObject({ findings: z.array(z.unknown()) }).transform(({ findings }) => findings),
  z.looseObject({ suggestions: z.array(z.unknown()) }).transform(({ suggestions }) => suggestions),
  z.looseObject({ line: z.unknown() }).transform((one) => [one]),
]);

/** Whether a line may begin JSON that holds findings. */
export const mayBeJson = (line: string): boolean => /^\s*(\{|\[)\s*("|\{|\[|$)/.test(line);

/**
 * Findings as JSON: an object, a list of them, or `{"findings": […]}` and `{"suggestions": […]}`. What turns out to be
 * something else is given back as `rest`, with the fence that stood before it.
 */
export function createJsonReader(from: number, max: number, fence: string): JsonReader {
  let held = "";
  let rest = "";
  let state: JsonReader["state"] = "open";

  const giveBack = (): AnswerEvent[] => {
    rest = fence + held;
    state = "misread";
    return [];
  };
  const close = (end: number): AnswerEvent[] => {
    const events = eventsOf(held.slice(0, end), from, max);
    if (events === null || held.slice(end).trim() !== "") return giveBack();
    state = "done";
    return events;
  };
  return {
    get state() {
      return state;
    },
    get rest() {
      return rest;
    },
    line(more) {
      held += `${more}\n`;
      const end = jsonEnd(held);
      if (end !== null) return close(end);
      return held.length > JSON_MAX ? giveBack() : [];
    },
    end: giveBack,
  };
}

function eventsOf(json: string, from: number, max: number): AnswerEvent[] | null {
  const list = listSchema.safeParse(parsed(json));
  if (!list.success || list.data.length === 0) return null;
  const events: AnswerEvent[] = [];
  let index = from;
  for (const item of list.data) {
    const head = headSchema.safeParse(item);
    const body = findingSchema.safeParse(item);
    if (!head.success || !body.success || index >= max) continue;
    events.push({ kind: "head", index, head: head.data });
    for (const block of blocksOf(item, body.data.edits)) events.push({ kind: "edit", index, block });
    const explanation = body.data.explanation.slice(0, EXPLANATION_MAX).trim();
    events.push({ kind: "done", index, explanation, whole: true });
    index += 1;
  }
  return events.length === 0 ? null : events;
}

/** Edits stand in a list, or in the finding itself. */
function blocksOf(item: unknown, edits: readonly unknown[]): Block[] {
  return [item, ...edits].slice(0, EDITS_MAX).flatMap((edit) => {
    const block = blockSchema.safeParse(edit);
    const { search, replace } = block.data ?? {};
    return search === undefined || replace === undefined ? [] : [{ search, replace }];
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null; // then it is text
  }
}
