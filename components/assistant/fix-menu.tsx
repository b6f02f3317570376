import { useId } from "react";
import { MenuList } from "@/components/ui/menu-list";
import { fixLabels } from "./fix-words";
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
  const labels = fixLabels(choices);
  return (
    <MenuList
      id={id}
      label="Fixes"
      items={choices.map((finding, at) => ({
        label: labels[at] ?? finding.rule,
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
