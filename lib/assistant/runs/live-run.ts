import type { AssistantEvent, AssistRun } from "@/lib/contracts/assist";
import type { LiveFinding } from "@/lib/contracts/findings";
import { RUN_TEXT_MAX } from "./bounds";

/** One run that this process carries, as everybody in the file sees it grow. */
export interface LiveRun {
  readonly id: number;
  readonly fileId: number;
  /** As it has been told so far. */
  shown(): AssistRun;
  /** All of it, told or not. */
  text(): string;
  /** More text: told with what follows within a moment. */
  write(delta: string): void;
  status(text: string): void;
  finding(finding: LiveFinding): void;
  /** Tells what was gathered. */
  flush(): void;
  /** Whether there is anything that was not kept yet; asking says that it is kept now. */
  takeUnkept(): boolean;
  /** It is over: the last that is told. */
  ended(end: Pick<Extract<AssistantEvent, { kind: "ended" }>, "status" | "usage" | "detail">): void;
  /** Stops it; `why` is a sentence for people. The first reason holds. */
  stop(why: string): void;
  stopped(): string | null;
  /** Ends it without a word: it is no more, or not ours. */
  abandon(): void;
  abandoned(): boolean;
  readonly signal: AbortSignal;
}

interface LiveRunDeps {
  /** Words are gathered for so long, in milliseconds. */
  gather: number;
  tell(event: AssistantEvent): void;
}

const CUT = "\n\n…";

export function createLiveRun(fileId: number, run: AssistRun, { gather, tell }: LiveRunDeps): LiveRun {
  const aborter = new AbortController();
  let text = run.text;
  let told = text.length;
  let timer: NodeJS.Timeout | undefined;
  let unkept = false;
  let stopped: string | null = null;
  let abandoned = false;
  const findingIds = [...run.finding_ids];

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (told === text.length || abandoned) return;
    const at = told;
    told = text.length;
    tell({ kind: "text", run_id: run.id, at, delta: text.slice(at) });
  };
  return {
    id: run.id,
    fileId,
    shown: () => ({ ...run, text: text.slice(0, told), finding_ids: [...findingIds] }),
    text: () => text,
    write(delta) {
      const clean = cleanText(delta);
      if (clean === "" || text.length >= RUN_TEXT_MAX) return;
      const whole = text + clean;
      text = whole.length > RUN_TEXT_MAX ? cutAt(whole, RUN_TEXT_MAX - CUT.length) + CUT : whole;
      unkept = true;
      timer ??= setTimeout(flush, gather);
    },
    status: (words) => tell({ kind: "status", run_id: run.id, text: words }),
    finding(finding) {
      flush();
      findingIds.push(finding.id);
      unkept = true;
      tell({ kind: "finding", run_id: run.id, finding });
    },
    flush,
    takeUnkept() {
      const was = unkept;
      unkept = false;
      return was;
    },
    ended(end) {
      flush();
      if (!abandoned) tell({ kind: "ended", run_id: run.id, ...end });
    },
    stop(why) {
      stopped ??= why;
      aborter.abort();
    },
    stopped: () => stopped,
    abandon() {
      abandoned = true;
      clearTimeout(timer);
      aborter.abort();
    },
    abandoned: () => abandoned,
    signal: aborter.signal,
  };
}

/** What a database can keep and a page can show: no U+0000, no halves of letters. */
export const cleanText = (text: string): string => text.replaceAll("\0", "").toWellFormed();

/** At most so long, not in the middle of a letter. */
const cutAt = (text: string, length: number): string =>
  /[\ud800-\udbff]$/.test(text.slice(0, length)) ? text.slice(0, length - 1) : text.slice(0, length);
