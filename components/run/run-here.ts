import { findAnchors, freezeText } from "@/lib/assistant/findings/anchors";
import type { ClientSync } from "@/lib/collab/client-sync";
import type { LocalCopy } from "@/lib/collab/client-sync-types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { type Answered, REQUESTS } from "@/lib/contracts/features";
import { FINDING_MESSAGE_MAX } from "@/lib/contracts/limits";
import { RUN_GONE_MS, type RunLanguage } from "@/lib/contracts/run";
import { type Ended, execute } from "./execute";
import { plainScript } from "./plain-script";
import { createRunOutlet } from "./run-outlet";

/** What passes by itself, and by when the server takes some more requests of this page. */
const PASSING: readonly number[] = [CLOSE_CODES.tooFast, CLOSE_CODES.databaseAway];
const AGAIN_MS = 1_000;

/** Executes the text and tells the server what it prints. Answers how to end that without a word. */
export function runHere(
  sync: ClientSync,
  { text }: LocalCopy,
  run_id: number,
  name: string,
  language: RunLanguage,
  over: () => void,
): () => void {
  const frozen = freezeText(text, 0);
  let stopped = false;
  let halt: () => void = () => undefined;
  /** Asks until it is answered: over another connection, and perhaps on another server, nothing is lost or done twice. */
  const insist = async (ask: () => Promise<Answered<object>>): Promise<boolean> => {
    for (const begun = performance.now(); ; ) {
      const answer = await ask();
      if (!("error" in answer)) return true;
      const isOver = performance.now() - begun > RUN_GONE_MS;
      if (stopped || isOver || !PASSING.includes(answer.error.code)) return false;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  };
  const outlet = createRunOutlet((at, lines) =>
    insist(() => sync.request(REQUESTS.runOutput, { run_id, at, lines })),
  );
  const ended = async ({ status, problem }: Ended) => {
    await outlet.end();
    if (stopped) return;
    const line = problem === null ? null : lineNow(text, frozen, problem.line);
    const message = problem?.message.slice(0, FINDING_MESSAGE_MAX) || "The program has failed.";
    const where = line === null ? null : { line, message };
    await insist(() => sync.request(REQUESTS.runEnd, { run_id, status, problem: where }));
    over();
  };
  plainScript(language, name, frozen.text).then(
    (code) => {
      if (!stopped)
        halt = execute({ language, name, code }, { line: outlet.add, ended: (how) => void ended(how) });
    },
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      const line = Number(/\((\d+):\d+\)/.exec(message)?.[1]) || null;
      outlet.add({ stream: "err", text: message, line });
      void ended({ status: "failed", problem: line === null ? null : { line, message } });
    },
  );
  return () => {
    stopped = true;
    halt();
    outlet.drop();
  };
}

/** Where a line of the text that was run stands by now; null: there is no such line, or it is another one now. */
function lineNow(
  text: LocalCopy["text"],
  frozen: ReturnType<typeof freezeText>,
  line: number,
): number | null {
  const lines = frozen.text.split("\n");
  const shown = lines[line - 1];
  if (shown === undefined || shown === "") return null;
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const [place] = findAnchors(text, [frozen.anchor(start, start + shown.length)]);
  const now = text.toString();
  if (!place || now.slice(place.start, place.end) !== shown) return null;
  return now.slice(0, place.start).split("\n").length;
}
