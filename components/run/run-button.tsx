import { Button } from "@/components/ui/button";
import { can } from "@/lib/access/policy";
import type { Role } from "@/lib/contracts/roles";
import { runLanguageSchema } from "@/lib/contracts/run";
import type { LiveCodeRun } from "./use-code-run";

interface RunButtonProps {
  codeRun: LiveCodeRun;
  language: string;
  /** There is no connection. */
  away: boolean;
  role: Role;
}

/** Runs the file in this browser. */
export function RunButton({ codeRun, language, away, role }: RunButtonProps) {
  const reason = whyNot(codeRun, language, away, role);
  return (
    <Button
      icon="play"
      variant="quiet"
      className="run-button"
      title="Run this file in your browser"
      {...(reason === null ? {} : { disabledReason: reason })}
      onClick={codeRun.start}
    >
      <span className="run-word">Run</span>
    </Button>
  );
}

function whyNot({ run }: LiveCodeRun, language: string, away: boolean, role: Role): string | null {
  if (!runLanguageSchema.safeParse(language).success)
    return "Only Python, JavaScript and TypeScript can be run.";
  if (!can(role, "run:start")) return "Only people who can edit this file may run it.";
  if (away) return "Files can be run once you are back online.";
  return run?.status === "running" ? `${run.by.name} is running this file.` : null;
}
