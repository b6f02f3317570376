import { Button } from "@/components/ui/button";
import { CHECKED_CHARACTERS_MAX, CHECKED_LINES_MAX } from "@/lib/contracts/limits";
import { Blank } from "./blank";
import type { Assistant } from "./use-assistant";
import { useFindingsView } from "./use-findings-view";

const KILO = 1024;

/** Some of what looks through the text did not come to an end, or is not asked of one so long. */
export function UnfinishedCheck({ assistant }: { assistant: Assistant }) {
  const { large } = useFindingsView(assistant.code);
  if (large) return <TooLarge />;
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

const TooLarge = () => (
  <Blank title="Only the syntax is checked">
    The other checks are for files of up to {CHECKED_LINES_MAX.toLocaleString("en")} lines and{" "}
    {CHECKED_CHARACTERS_MAX / KILO} thousand characters.
  </Blank>
);
