import { format, stripVTControlCharacters } from "node:util";
import type { Logger } from "./logger";

/**
 * Sends what Next and libraries print (a page that failed, say) to the log, so that standard output is JSON lines and
 * nothing else, and errors are shown as the log shows them: without what was bound to a statement.
 */
export function logPrintedLines(logger: Logger): void {
  const as =
    (level: keyof Logger) =>
    (...printed: unknown[]): void => {
      const err = printed.find((part) => part instanceof Error);
      const words = printed
        .filter((part) => part !== err)
        .map((part) => (part instanceof Error ? part.name : part));
      const message = stripVTControlCharacters(format(...words)).trim();
      logger[level](err === undefined ? { printed: true } : { printed: true, err }, message);
    };
  const info = as("info");
  Object.assign(console, { log: info, info, debug: as("debug"), warn: as("warn"), error: as("error") });
}
