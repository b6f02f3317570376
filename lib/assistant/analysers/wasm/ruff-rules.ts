import type { Category, Severity } from "@/lib/contracts/findings";

/** Chosen by what they find in real bugs and how seldom they speak of good code; what only concerns taste is off. */
const RULES = `
  F E9 E711 E712 E721 E722 B ASYNC PLE C4 LOG PERF
  PLW0120 PLW0127 PLW0128 PLW0129 PLW0131 PLW1508 PLW1509 PLW2101 PLW3301 PLW2901 PLR0124 PLR1704
  RUF006 RUF008 RUF009 RUF012 RUF013 RUF015 RUF016 RUF018 RUF034
  RET502 RET503 SIM115 SIM118 SIM2 S102 S105 S106 S107 S110 S112 S113 S202 S301 S307 S324 S501 S506 S602 S604 S605
  S608 S701 PIE790 PIE794 PIE796 A001 DTZ003 DTZ005 FURB136 FURB163 FURB168 FURB169`;

const OFF = "PERF203 B904 B905 B028 B019 C408 C416 C419";

const words = (list: string): string[] => list.trim().split(/\s+/);

export const SELECTED = words(RULES);
export const IGNORED = words(OFF);

interface Judgement {
  category: Category;
  severity: Severity;
}

/** The first whose beginning fits. */
const JUDGEMENTS: [string, Category, Severity][] = [
  ["invalid-syntax", "error", "error"],
  ["E9", "error", "error"],
  ["PLE", "error", "error"],
  ["F821", "error", "error"],
  ["F822", "error", "error"],
  ["F401", "style", "info"],
  ["F841", "style", "info"],
  ["F811", "bug", "warning"],
  ["F541", "style", "info"],
  ["F40", "style", "info"],
  ["F63", "bug", "warning"],
  ["F", "bug", "warning"],
  ["E71", "bug", "info"],
  ["E722", "bug", "warning"],
  ["S110", "bug", "warning"],
  ["S112", "bug", "warning"],
  ["SIM115", "bug", "info"],
  ["SIM222", "bug", "warning"],
  ["SIM223", "bug", "warning"],
  ["SIM", "style", "info"],
  ["S", "security", "warning"],
  ["PERF401", "performance", "hint"],
  ["PERF402", "performance", "hint"],
  ["PERF", "performance", "info"],
  ["RUF015", "performance", "info"],
  ["C4", "performance", "info"],
  ["RET", "style", "info"],
  ["PIE", "style", "info"],
  ["FURB", "style", "info"],
  ["A001", "style", "info"],
  ["DTZ", "bug", "info"],
  ["LOG", "style", "info"],
  ["B007", "style", "info"],
  ["PLW2901", "bug", "info"],
  ["PLR1704", "bug", "info"],
  ["RUF012", "bug", "hint"],
  ["RUF013", "style", "info"],
];

export function judgementOf(rule: string): Judgement {
  const found = JUDGEMENTS.find(([start]) => rule.startsWith(start));
  return found === undefined
    ? { category: "bug", severity: "warning" }
    : { category: found[1], severity: found[2] };
}
