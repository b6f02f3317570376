import type { LiveFinding } from "@/lib/contracts/findings";
import { messageParts } from "@/lib/editor/findings-hover";

/** What a fix does, with backticks: its title, and what it is about where the title does not say. */
export function fixWords({ title, message }: { title: string; message: string }): string {
  const about = messageParts(message).find(({ code }) => code)?.text;
  return about === undefined || title.includes(about) ? title : `${title}: \`${about}\``;
}

/** Of several fixes, each called otherwise: with its rule and place where two would read alike. */
export function fixLabels(findings: readonly LiveFinding[]): string[] {
  const words = findings.map(({ fix, message, rule }) =>
    fixWords({ title: fix?.title ?? rule, message }).replaceAll("`", ""),
  );
  return findings.map(({ rule, start }, at) => {
    const label = words[at] ?? rule;
    const isAlone = words.indexOf(label) === words.lastIndexOf(label);
    return isAlone ? label : `${label} (${rule}, ${start.line}:${start.column})`;
  });
}
