import { IconButton } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import type { ChatState } from "./chat-state";
import { useSwitch } from "./use-switch";

interface AssistantMenuProps {
  fileId: number;
  available: ChatState["available"];
}

/** The owner's: whether the file's text may go to the model at all. */
export function AssistantMenu({ fileId, available }: AssistantMenuProps) {
  const { busy, turn } = useSwitch(fileId);
  const isOff = available === "off";
  const item = isOff
    ? { label: "Switch the assistant on", icon: "assistant" as const, onSelect: () => turn(true) }
    : { label: "Switch the assistant off for this file", icon: "stop" as const, onSelect: () => turn(false) };
  return (
    <Menu
      label="Assistant"
      items={[item]}
      trigger={(props) => (
        <IconButton
          {...props}
          icon="more"
          label="Assistant settings"
          small
          busy={busy}
          className="panel-more"
        />
      )}
    />
  );
}
