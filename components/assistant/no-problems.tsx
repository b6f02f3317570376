import { useClock } from "@/components/hooks/use-clock";
import { relativeTime } from "@/components/ui/relative-time";
import { isCheckedLanguage, LANGUAGES, languageName } from "@/lib/contracts/languages";
import { Blank } from "./blank";
import { ReviewButton } from "./review-button";
import type { Assistant } from "./use-assistant";

const CHECKED_COUNT = LANGUAGES.filter(({ id }) => isCheckedLanguage(id)).length;

export function NoProblems({ assistant, checkedAt }: { assistant: Assistant; checkedAt: number | null }) {
  const { now, timeZone } = useClock(checkedAt ?? 0);
  const when = checkedAt === null ? "just now" : relativeTime(checkedAt, now, timeZone);
  return (
    <Blank
      title="No problems found"
      action={canAsk(assistant) && <ReviewButton size="sm" assistant={assistant} />}
    >
      Checked {when}, as you type.{canAsk(assistant) && " For a second opinion, ask for a review."}
    </Blank>
  );
}

/** Nobody looks through a text in this language. */
export function Unchecked({ assistant }: { assistant: Assistant }) {
  return (
    <Blank
      title={`${languageName(assistant.language)} is not checked`}
      action={canAsk(assistant) && <ReviewButton size="sm" assistant={assistant} />}
    >
      Problems are found in {CHECKED_COUNT} other languages. If this is one of them, change the file&apos;s
      language.
    </Blank>
  );
}

const canAsk = ({ chat }: Assistant): boolean => chat.available === "yes";
