import { useId } from "react";
import { MenuList } from "@/components/ui/menu-list";
import type { LiveFinding } from "@/lib/contracts/findings";
import type { Assistant } from "./use-assistant";

interface FixMenuProps {
  assistant: Assistant;
  onFocusCode: () => void;
}

/** Which of several fixes at the caret, beside the line they are for. */
export function FixMenu({ assistant, onFocusCode }: FixMenuProps) {
  const id = useId();
  const { choices, code } = assistant;
  if (choices.length === 0 || code === null) return null;
  return (
    <MenuList
      id={id}
      label="Fixes"
      items={choices.map((finding, at) => ({
        label: fixWords(finding, choices.slice(0, at)),
        icon: "check",
        onSelect: () => assistant.apply(finding),
      }))}
      anchor={() => code.hint.host}
      onChoices={() => undefined}
      onLeave={assistant.closeChoices}
      onClose={() => {
        assistant.closeChoices();
        onFocusCode();
      }}
    />
  );
}

/** The fix's title; with the rule where another one is called the same, or has it too. */
function fixWords({ fix, rule, start }: LiveFinding, before: readonly LiveFinding[]): string {
  const title = fix?.title ?? rule;
  const same = before.filter((other) => other.fix?.title === title).length;
  return same === 0 ? title : `${title} (${rule}, ${start.line}:${start.column})`;
}
