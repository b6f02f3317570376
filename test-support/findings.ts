import { createFindings } from "@/lib/assistant/findings/create-findings";
import type { FileFindings, FindingStore, Findings, StoredFinding } from "@/lib/assistant/findings/ports";
import type { ScheduleTimes } from "@/lib/assistant/findings/schedule";
import { createFileTurns } from "@/lib/assistant/findings/turns";
import type { Analysers, Analysis, Problem } from "@/lib/assistant/problem";
import { createMemoryLog, type MemoryLog } from "@/lib/collab/memory-log";
import type { LiveEngine } from "@/lib/collab/types";
import { AppError } from "@/lib/errors";
import { createLogger } from "@/lib/logger";
import { type EngineOptions, startEngine } from "./engine";

/** A store in memory that all processes of a test share. */
export interface MemoryFindings extends FindingStore {
  language: string;
  away: boolean;
  kept(fileId: number): StoredFinding[];
}

export function createMemoryFindings(log: MemoryLog, owner: number): MemoryFindings {
  const files = new Map<number, FileFindings>();
  const inTurn = createFileTurns();
  let ids = 0;
  const store: MemoryFindings = {
    language: "python",
    away: false,
    kept: (fileId) => files.get(fileId)?.findings ?? [],
    async read(fileId) {
      if (store.away) throw new AppError("unavailable", "The database cannot be reached.");
      const file = await log.findForUser(fileId, owner);
      if (file === null) return null;
      const kept = files.get(fileId) ?? {
        fileId,
        name: "",
        language: "",
        analysis: null,
        revision: 0,
        findings: [],
      };
      return structuredClone({ ...kept, name: file.name, language: store.language });
    },
    change: (fileId, decide) => inTurn(fileId, () => change(fileId, decide)),
  };
  const change: FindingStore["change"] = async (fileId, decide) => {
    const kept = await store.read(fileId);
    const change = kept === null ? null : decide(kept);
    if (kept === null || change === null) return kept;
    const { insert = [], update = [], remove = [], analysis } = structuredClone(change);
    const updated = new Map(update.map((row) => [row.id, row]));
    const findings = kept.findings
      .filter(({ id }) => !remove.includes(id))
      .map((row) => updated.get(row.id) ?? row);
    for (const row of insert) {
      ids += 1;
      findings.push({ ...row, id: ids, status: "open", appliedBy: null });
    }
    const keys = findings.filter(({ run }) => run === null).map(({ key }) => key);
    if (new Set(keys).size < keys.length) throw new Error("a key is there twice");
    const done = analysis === undefined ? kept.analysis : { ...analysis, at: new Date() };
    files.set(fileId, { ...kept, analysis: done, revision: kept.revision + 1, findings });
    return store.read(fileId);
  };
  return store;
}

/** A small analyser that does run: finds `teh`, and at leisure each line of `let` without its semicolon. */
export interface SpellingAnalysers extends Analysers {
  /** Texts that were analysed. */
  texts: string[];
  /** Waits before the slow part, and says what is found so far. */
  slow: (() => Promise<void>) | null;
  missing: string[];
}

export function createSpellingAnalysers(): SpellingAnalysers {
  const analysers: SpellingAnalysers = {
    texts: [],
    slow: null,
    missing: [],
    async analyse(_key, { text }, { early } = {}) {
      analysers.texts.push(text);
      const spelling = problemsOf(text, /\bteh\b/g, SPELLING);
      const { slow, missing } = analysers;
      if (slow !== null) {
        early?.({ text, problems: spelling, missing: [] });
        await slow();
      }
      const semicolons = missing.includes(SEMICOLON.source)
        ? []
        : problemsOf(text, /^let [^;\n]+$/gm, SEMICOLON);
      return { text, problems: [...spelling, ...semicolons], missing } satisfies Analysis;
    },
    stop: async () => undefined,
  };
  return analysers;
}

const SPELLING = { source: "spelling", rule: "the", severity: "error" } as const;
const SEMICOLON = { source: "semicolon", rule: "missing", severity: "warning" } as const;

function problemsOf(text: string, pattern: RegExp, kind: typeof SPELLING | typeof SEMICOLON): Problem[] {
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => {
    const before = text.slice(0, index).split("\n");
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    const [start, end] = [
      { line, column },
      { line, column: column + found.length },
    ];
    const edit = kind === SPELLING ? { start, end, text: "the" } : { start: end, end, text: ";" };
    const message = `\`${found}\``;
    return {
      ...kind,
      category: "style",
      message,
      start,
      end,
      url: null,
      fix: { title: "Write it", edits: [edit] },
    };
  });
}

export const QUICK: ScheduleTimes = {
  pauseLeast: 20,
  pauseMost: 20,
  waitLeast: 100,
  waitMost: 100,
  fallback: 300,
  retry: 50,
};

export interface FindingsProcess {
  engine: LiveEngine;
  findings: Findings;
  /** As if it had been killed: it says and does nothing more. */
  stop(): Promise<void>;
}

/** A process with an engine and findings on what `world` shares. */
export function startFindings(
  world: { memory: MemoryLog; store: FindingStore; analysers: Analysers },
  options: EngineOptions & { times?: ScheduleTimes } = {},
): FindingsProcess {
  const { engine, features } = startEngine({ ...options, memory: world.memory });
  const findings = createFindings({
    ...{ engine, features, logger: createLogger("silent"), times: options.times ?? QUICK },
    ...{ store: world.store, analysers: world.analysers },
  });
  return {
    engine,
    findings,
    async stop() {
      findings.stop();
      await engine.stop();
    },
  };
}

export const createWorld = (owner: number) => {
  const memory = createMemoryLog();
  return { memory, store: createMemoryFindings(memory, owner), analysers: createSpellingAnalysers() };
};
