import type { LiveFinding } from "@/lib/contracts/findings";
import { messageParts } from "@/lib/editor/findings-hover";

/** Findings whose fixes differ: where one fix mends several, such as all unused names of an import, the first. */
export function differentFixes(findings: readonly LiveFinding[]): LiveFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ fix }) => {
    const edits = JSON.stringify(fix?.edits.map(({ anchor, text }) => [anchor, text]));
    if (seen.has(edits)) return false;
    seen.add(edits);
    return true;
  });
}

/** What each of several fixes does: its title, and where two are called the same what it is about, else its place. */
export function fixLabels(findings: readonly LiveFinding[]): string[] {
  const titles = findings.map(({ fix, rule }) => plain(fix?.title ?? rule));
  const labels = titles.map((title, at) => (isAlone(title, titles) ? title : about(title, findings[at])));
  return findings.map(({ rule, start }, at) => {
    const label = labels[at] ?? rule;
    return isAlone(label, labels) ? label : `${label} (${rule}, ${start.line}:${start.column})`;
  });
}

const plain = (words: string): string => words.replaceAll("`", "");

const isAlone = (word: string, all: readonly string[]): boolean =>
  all.indexOf(word) === all.lastIndexOf(word);

function about(title: string, finding: LiveFinding | undefined): string {
  const name = messageParts(finding?.message ?? "").find(({ code }) => code)?.text;
  return name === undefined || title.includes(name) ? title : `${title}: ${name}`;
}
