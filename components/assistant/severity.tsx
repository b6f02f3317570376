import { Icon } from "@/components/ui/icon";
import type { Severity } from "@/lib/contracts/findings";

const WORDS: Record<Severity, { one: string; many: string }> = {
  error: { one: "Error", many: "Errors" },
  warning: { one: "Warning", many: "Warnings" },
  info: { one: "Information", many: "Information" },
  hint: { one: "Hint", many: "Hints" },
};

export const severityWord = (severity: Severity): string => WORDS[severity].one;
export const severityWords = (severity: Severity): string => WORDS[severity].many;

/** Each severity has a shape of its own, not only a colour. */
export function SeverityIcon({ severity, silent = false }: { severity: Severity; silent?: boolean }) {
  return <Icon name={severity} tone={severity} {...(silent ? {} : { label: severityWord(severity) })} />;
}
