import type { Outcome } from "@/lib/assistant/cases/evaluate";

/** Figures of some cases together. */
export interface Score {
  bugs: number;
  found: number;
  clean: number;
  silent: number;
  fixes: number;
  harmless: number;
}

export function score(outcomes: readonly Outcome[]): Score {
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const clean = outcomes.filter(({ bugs }) => bugs === 0);
  return {
    bugs: sum(({ bugs }) => bugs),
    found: sum(({ found }) => found),
    clean: clean.length,
    silent: clean.filter(({ noise }) => noise.length === 0).length,
    fixes: sum(({ fixes }) => fixes),
    harmless: sum(({ fixes, harmful }) => fixes - harmful.length),
  };
}

/** Lines of text: a row for each language, then all of them. */
export function table(name: string, outcomes: readonly Outcome[]): string {
  const languages = [...new Set(outcomes.map(({ language }) => language))].sort();
  const rows = languages.map((language) =>
    row(language, score(outcomes.filter((outcome) => outcome.language === language))),
  );
  const head = [name.padEnd(12), "bugs found", "clean silent", "fixes harmless"].join("  ");
  return [head, ...rows, row("all", score(outcomes))].join("\n");
}

function row(name: string, { bugs, found, clean, silent, fixes, harmless }: Score): string {
  const share = (part: number, whole: number, width: number) => `${part}/${whole}`.padStart(width);
  return `${name.padEnd(12)}  ${share(found, bugs, 10)}  ${share(silent, clean, 12)}  ${share(harmless, fixes, 14)}`;
}

/** What went wrong, a line each. */
export function complaints(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ file, missed, unfixed, noise, harmful }) => [
    ...missed.map(({ line, category }) => `${file}:${line} missed: ${[category].flat().join(" or ")}`),
    ...unfixed.map(({ line }) => `${file}:${line} has no fix`),
    ...noise.map(
      ({ start, source, rule, message }) => `${file}:${start.line} noise: ${source} ${rule}: ${message}`,
    ),
    ...harmful.map(
      ({ start, source, rule, fix }) => `${file}:${start.line} bad fix: ${source} ${rule}: ${fix?.title}`,
    ),
  ]);
}
