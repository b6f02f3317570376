const MESSAGE_MAX = 300;

/** A tool's message as one of ours: code between backticks, no line ends, one full stop at the end. */
export function message(text: string): string {
  const oneLine = text.replaceAll(/\s+/g, " ").trim().slice(0, MESSAGE_MAX);
  const quoted = oneLine.includes("`") ? oneLine : withBackticks(oneLine);
  return /[.?!…]$/.test(quoted) ? quoted : `${quoted}.`;
}

/** A fix's title: no full stop, code between backticks. */
export function title(text: string): string {
  return message(text).replace(/\.$/, "");
}

function withBackticks(text: string): string {
  const single = text.replaceAll(/(?<!\w)'([^']+)'(?!\w)/g, "`$1`");
  // Inside of code, double quotes are the code's own.
  return single === text ? text.replaceAll(/"([^"]+)"/g, "`$1`") : single;
}
