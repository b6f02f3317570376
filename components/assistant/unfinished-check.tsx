import { Button } from "@/components/ui/button";
import { Blank } from "./blank";
import type { Assistant } from "./use-assistant";

/** Some of what looks through the text did not come to an end. */
export function UnfinishedCheck({ assistant }: { assistant: Assistant }) {
  const off = assistant.live ? {} : { disabledReason: "You are offline. Check when the connection is back." };
  return (
    <Blank
      title="The check did not finish"
      action={
        <Button size="sm" icon="refresh" onClick={assistant.checkAgain} {...off}>
          Check again
        </Button>
      }
    >
      The file is being edited as usual; only the list is out of date.
    </Blank>
  );
}
