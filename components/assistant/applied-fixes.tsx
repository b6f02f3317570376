import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { MessageText } from "./message-text";
import type { Assistant } from "./use-assistant";

/** Fixes that somebody here has just made, and by whom; one's own can be taken back. */
export function AppliedFixes({ assistant }: { assistant: Assistant }) {
  const { applied } = assistant.findings;
  if (applied.length === 0) return null;
  return (
    <ol className="applied" aria-label="Applied fixes">
      {applied.map(({ id, title, by }) => {
        const undo = assistant.undoOf(id);
        return (
          <li key={id} className="prob is-applied">
            <Icon name="check" tone="ok" />
            <div className="grow">
              <p className="msg">
                <MessageText message={title} />
              </p>
              <p className="meta">applied by {by}</p>
            </div>
            {undo !== undefined && (
              <Button size="sm" variant="quiet" onClick={undo}>
                Undo
              </Button>
            )}
          </li>
        );
      })}
    </ol>
  );
}
