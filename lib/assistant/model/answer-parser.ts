import type { AnswerEvent } from "./answer-events";
import { createFindingReader, type FindingReader, isFindingStart } from "./finding-reader";
import { createJsonReader, type JsonReader, mayBeJson } from "./json-reader";

export interface AnswerParser {
  /** Any piece of the answer; where it is cut makes no difference. */
  push(piece: string): AnswerEvent[];
  /** The answer is over; `whole` false: it has broken off, and what is open is only half there. */
  end(whole: boolean): AnswerEvent[];
  /** Findings that could not be read. */
  readonly misread: number;
}

const FINDINGS_MAX = 30;
const FENCE = /^\s*`{3,}[\w-]*\s*$/;
const MAY_BE_FENCE = /^\s*(`{1,2}|`{3,}[\w-]*)?\s*$/;
const START = "@@finding";
/** Left behind by models that close what was never opened. */
const STRAY = /^\s*@@end\s*$/;
const HIGH_SURROGATE = /[\ud800-\udbff]$/;

/**
 * Reads a model's answer as it comes: findings in our grammar (prompt-rules.ts) or, with `json`, as bare JSON objects,
 * which small models fall back to. Everything else is text for people, given on at once.
 */
export function createAnswerParser({ json }: { json: boolean }): AnswerParser {
  let line = ""; // without its end
  let given = 0; // of it, as text
  let fence: string | null = null; // a fence that may belong to a finding
  let fenced = false; // the last finding stood in one
  let reading: FindingReader | JsonReader | null = null;
  let count = 0;
  let misread = 0;

  const text = (delta: string): AnswerEvent[] => (delta === "" ? [] : [{ kind: "text", delta }]);
  const releaseFence = () => {
    const held = fence === null ? "" : `${fence}\n`;
    fence = null;
    return held;
  };
  /** Takes a reader's events, and lets it go when it is through. */
  const follow = (events: AnswerEvent[]): AnswerEvent[] => {
    if (reading?.state === "open") return events;
    if (reading?.state === "misread" && reading.rest === "") misread += 1;
    count += events.filter(({ kind }) => kind === "done").length;
    const rest = reading?.rest ?? "";
    fenced = reading?.state === "done" && fenced;
    reading = null;
    return rest === "" ? events : [...events, ...text(rest)];
  };
  const startsFinding = (full: string): AnswerEvent[] => {
    fenced = fence !== null;
    fence = null;
    reading = createFindingReader(count, count < FINDINGS_MAX);
    return follow(reading.line(full));
  };
  const handleLine = (full: string): AnswerEvent[] => {
    if (reading !== null) {
      const events = follow(reading.line(full));
      // One that was not closed ends where the next begins.
      return reading === null && isFindingStart(full) ? [...events, ...startsFinding(full)] : events;
    }
    if (given > 0) return text(`${full.slice(given)}\n`);
    if (isFindingStart(full)) return startsFinding(full);
    if (STRAY.test(full)) return [];
    if (FENCE.test(full)) {
      if (fenced) {
        fenced = false;
        return [];
      }
      const before = releaseFence();
      fence = full;
      return text(before);
    }
    if (json && mayBeJson(full)) {
      fenced = fence !== null;
      const held = releaseFence();
      reading = createJsonReader(count, FINDINGS_MAX, held);
      return follow(reading.line(full));
    }
    if (full.trim() !== "") fenced = false;
    return text(`${releaseFence()}${full}\n`);
  };
  /** What of an unfinished line can only be text. */
  const partOfLine = (): AnswerEvent[] => {
    if (reading !== null) return [];
    const start = line.trimStart();
    if (given === 0) {
      const undecided =
        START.startsWith(start.slice(0, START.length)) ||
        "@@end".startsWith(start.trimEnd()) ||
        MAY_BE_FENCE.test(line) ||
        (json && mayBeJson(line));
      if (undecided) return [];
    }
    const held = HIGH_SURROGATE.test(line) || line.endsWith("\r") ? 1 : 0;
    const delta = line.slice(given, line.length - held);
    if (delta === "") return [];
    const before = releaseFence();
    fenced = false;
    given += delta.length;
    return text(before + delta);
  };

  return {
    get misread() {
      return misread;
    },
    push(piece) {
      const events: AnswerEvent[] = [];
      const parts = piece.split("\n");
      for (const [at, part] of parts.entries()) {
        line += part;
        if (at === parts.length - 1) break;
        events.push(...handleLine(line.replace(/\r$/, "")));
        line = "";
        given = 0;
      }
      return [...events, ...partOfLine()];
    },
    end(whole) {
      // Half a marker is no text.
      const unended = line !== "" && !(line.startsWith("@@") && START.startsWith(line));
      const events = unended ? handleLine(line.replace(/\r$/, "")) : [];
      line = "";
      given = 0;
      if (reading !== null) events.push(...follow(reading.end(whole)));
      events.push(...text(releaseFence()));
      return unended ? withoutLastLineEnd(events) : events;
    },
  };
}

/** Lines are told with their end; this one had none. */
function withoutLastLineEnd(events: AnswerEvent[]): AnswerEvent[] {
  const last = events.at(-1);
  if (last?.kind !== "text") return events;
  const delta = last.delta.replace(/\n$/, "");
  return [...events.slice(0, -1), ...(delta === "" ? [] : [{ ...last, delta }])];
}
