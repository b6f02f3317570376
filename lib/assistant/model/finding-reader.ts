import { type AnswerEvent, headSchema } from "./answer-events";
import { jsonEnd } from "./json-scan";

/** Reads one finding, line by line. */
export interface FindingReader {
  /** `done` and `misread`: it takes no more lines. */
  readonly state: "open" | "done" | "misread";
  /** Text that turned out to be none of it. */
  readonly rest: string;
  line(text: string): AnswerEvent[];
  /** The answer is over; `whole` false: it has broken off. */
  end(whole: boolean): AnswerEvent[];
}

const START = /^\s*@@finding\b/;
const END = /^\s*@@end\s*$/;
const SEARCH = /^\s*<{5,9}\s*SEARCH\b.*$/;
const DIVIDER = /^\s*={7}\s*$/;
const REPLACE = /^\s*>{5,9}\s*REPLACE\b.*$/;

const HEAD_MAX = 4_000;
const EXPLANATION_MAX = 1_000;
/** A block beyond this is no small change: it is left out. */
const BLOCK_LINES_MAX = 200;
const BLOCKS_MAX = 10;

export const isFindingStart = (line: string): boolean => START.test(line);

type Part =
  | { in: "head"; json: string }
  | { in: "explanation" }
  | { in: "search"; search: string[] }
  | { in: "replace"; search: string[]; replace: string[] }
  /** Its head could not be read: all up to its end is passed over. */
  | { in: "skipped" };

/**
 * One finding of the grammar, from its `@@finding` line on. `wanted` false: it is read and left out. One that lacks its
 * `@@end` ends before the next `@@finding`, which its caller then sees again.
 */
export function createFindingReader(index: number, wanted: boolean): FindingReader {
  let state: FindingReader["state"] = "open";
  let part: Part = { in: "head", json: "" };
  let explanation = "";
  let blocks = 0;

  const finish = (whole: boolean): AnswerEvent[] => {
    // In the middle of a block: that one is missing.
    const complete = whole && part.in === "explanation";
    const readable = part.in !== "skipped" && part.in !== "head";
    state = readable ? "done" : "misread";
    return readable && wanted
      ? [{ kind: "done", index, explanation: explanation.trim(), whole: complete }]
      : [];
  };
  const readHead = (more: string): AnswerEvent[] => {
    if (part.in !== "head") return [];
    const json = part.json + more;
    const end = jsonEnd(json);
    if (end === null && json.length < HEAD_MAX && json.trimStart().startsWith("{")) {
      part = { in: "head", json: `${json}\n` }; // written over several lines
      return [];
    }
    const head = end === null ? null : parseHead(json.slice(0, end));
    part = head === null ? { in: "skipped" } : { in: "explanation" };
    return head === null || !wanted ? [] : [{ kind: "head", index, head }];
  };
  const explain = (line: string) => {
    if (explanation.length < EXPLANATION_MAX)
      explanation = `${explanation}${line}\n`.slice(0, EXPLANATION_MAX);
  };
  const closeBlock = (search: string[], replace: string[]): AnswerEvent[] => {
    blocks += 1;
    part = { in: "explanation" };
    const small = search.length <= BLOCK_LINES_MAX && replace.length <= BLOCK_LINES_MAX;
    if (!wanted || !small || blocks > BLOCKS_MAX) return [];
    return [{ kind: "edit", index, block: { search: search.join("\n"), replace: replace.join("\n") } }];
  };
  const inside = (line: string): AnswerEvent[] => {
    switch (part.in) {
      case "head":
        return readHead(line);
      case "skipped":
        return [];
      case "explanation":
        if (SEARCH.test(line)) part = { in: "search", search: [] };
        else explain(line);
        return [];
      case "search":
        if (DIVIDER.test(line)) part = { in: "replace", search: part.search, replace: [] };
        else part.search.push(line);
        return [];
      case "replace":
        if (REPLACE.test(line)) return closeBlock(part.search, part.replace);
        part.replace.push(line);
        return [];
    }
  };

  let first = true;
  return {
    get state() {
      return state;
    },
    rest: "",
    line(text) {
      if (first) {
        first = false;
        return readHead(text.replace(START, "").trimStart());
      }
      if (END.test(text) || START.test(text)) return finish(true);
      return inside(text);
    },
    end: finish,
  };
}

function parseHead(json: string) {
  try {
    const parsed = headSchema.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // no JSON: it is counted as misread
  }
}
