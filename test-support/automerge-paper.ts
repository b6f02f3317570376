import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

/** One edit: at a place, so many characters deleted, a text inserted there. */
const editSchema = z.tuple([z.number().int(), z.number().int(), z.string()]);
export type TraceEdit = z.infer<typeof editSchema>;

const traceSchema = z.object({
  startContent: z.literal(""),
  endContent: z.string(),
  txns: z.array(z.object({ patches: z.array(editSchema) })),
});

const TRACE_FILE = path.join(process.cwd(), "bench", "data", "automerge-paper.json.gz");

/** The keystrokes of a real paper, 259,778 of them, and the text they end with (NOTICE.md says whose it is). */
export function automergePaper(): { edits: TraceEdit[]; finalText: string } {
  const trace = traceSchema.parse(JSON.parse(gunzipSync(readFileSync(TRACE_FILE)).toString("utf8")));
  return { edits: trace.txns.flatMap(({ patches }) => patches), finalText: trace.endContent };
}
