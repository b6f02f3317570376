import { Button } from "@/components/ui/button";
import type { Assistant } from "./use-assistant";

/** Asks for a review of the whole file. */
export const ReviewButton = ({ assistant, ...size }: { assistant: Assistant; size?: "sm" }) => (
  <Button
    {...size}
    icon="assistant"
    onClick={() => assistant.ask("review")}
    {...(assistant.offReason === null ? {} : { disabledReason: assistant.offReason })}
  >
    Review
  </Button>
);
