import type { Toast } from "@/components/ui/toasts";
import type { Taken } from "@/lib/editor/comparison";

/** What came of taking changes over, in words. */
export function sayTaken({ count, asked }: Pick<Taken, "count" | "asked">): Toast {
  if (count === 0) {
    const what = asked === 1 ? "The change no longer fits: its lines have" : "The file has";
    return { text: `${what} just changed.`, icon: "error", tone: "error" };
  }
  const taken = `${count === asked ? countChanges(count) : `${count} of ${countChanges(asked)}`} taken over`;
  const rest = count === asked ? "" : ". Where the rest goes the file has just changed.";
  return { text: taken + rest, icon: "check", tone: "ok" };
}

/** `1 change`, `3 changes`. */
export const countChanges = (count: number): string => (count === 1 ? "1 change" : `${count} changes`);
