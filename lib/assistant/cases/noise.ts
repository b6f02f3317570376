import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { createAnalysers } from "@/lib/assistant/analysers/create-analysers";
import { clangFolder, programs } from "@/lib/assistant/analysers/programs";
import type { Problem } from "@/lib/assistant/problem";
import { guessLanguage, isCheckedLanguage } from "@/lib/contracts/languages";
import { createLogger } from "@/lib/logger";

/** `npm run ai:noise -- FOLDER …` (scripts/ai-noise.mjs bundles and runs it). */

const USAGE = `usage: npm run ai:noise -- [--rule NAME] FOLDER…
Of well-kept code: findings of severity warning or error per 100 lines, by language and rule.
--rule also shows each place where a rule speaks whose name begins so (eslint:no-).
`;
/** Of a longer file the findings beyond FINDINGS_SHOWN_MAX could hide that it is over the goal of 2 per 100 lines. */
const LINES_MAX = 2_000;
/** UTF-16 units a line on average: what has more was not written by people. */
const LINE_LENGTH_MAX = 200;
const NOT_KEPT = /^(?:node_modules|\.git|dist|build|vendor|coverage)$|\.min\.\w+$|\.d\.[cm]?ts$/;

const say = (text: string) => process.stdout.write(text);

interface Tally {
  files: number;
  lines: number;
  rules: Map<string, number>;
}

function* filesIn(place: string): Generator<string> {
  if (statSync(place).isFile()) return yield place;
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    if (NOT_KEPT.test(entry.name)) continue;
    const inside = path.join(place, entry.name);
    if (entry.isDirectory()) yield* filesIn(inside);
    else if (entry.isFile() && isCheckedLanguage(guessLanguage(entry.name))) yield inside;
  }
}

const isNoise = ({ severity }: Problem) => severity === "warning" || severity === "error";
const nameOf = ({ source, rule }: Problem) => `${source}:${rule}`;

function note(tally: Tally, lines: number, problems: readonly Problem[]): void {
  tally.files += 1;
  tally.lines += lines;
  for (const problem of problems)
    tally.rules.set(nameOf(problem), (tally.rules.get(nameOf(problem)) ?? 0) + 1);
}

function show(language: string, { files, lines, rules }: Tally): void {
  const found = [...rules.values()].reduce((sum, count) => sum + count, 0);
  const share = (count: number) => ((100 * count) / lines).toFixed(2);
  say(`${language}: ${files} files, ${lines} lines, ${found} findings, ${share(found)} per 100 lines\n`);
  for (const [rule, count] of [...rules].sort(([, a], [, b]) => b - a))
    say(`  ${share(count).padStart(6)}  ${String(count).padStart(5)}  ${rule}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { rule: { type: "string" } },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new Error(USAGE);
  const { rule } = values;
  const isAsked = (problem: Problem) => rule !== undefined && nameOf(problem).startsWith(rule);
  const analysers = createAnalysers({ logger: createLogger("silent"), use: programs([], clangFolder()) });
  const tallies = new Map<string, Tally>();
  for (const file of positionals.flatMap((place) => [...filesIn(place)])) {
    const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
    const lines = text.split("\n");
    if (lines.length > LINES_MAX || text.length > lines.length * LINE_LENGTH_MAX) continue;
    const language = guessLanguage(file);
    const { problems, missing } = await analysers.analyse(file, {
      language,
      name: path.basename(file),
      text,
    });
    if (missing.length > 0) say(`${file}: not analysed by ${missing.join(", ")}\n`);
    const noise = problems.filter(isNoise);
    const tally = tallies.get(language) ?? { files: 0, lines: 0, rules: new Map() };
    tallies.set(language, tally);
    note(tally, lines.length, noise);
    for (const { start, message } of noise.filter(isAsked))
      say(`${file}:${start.line}:${start.column} ${message}\n    ${lines[start.line - 1]?.trim()}\n`);
  }
  for (const [language, tally] of [...tallies].sort(([a], [b]) => (a < b ? -1 : 1))) show(language, tally);
  await analysers.stop();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
