import type { LineEnd } from "./ports";

/** The line end a text mostly has; `\n` when it has none. */
export function dominantLineEnd(text: string): LineEnd {
  let [crlf, cr, lf] = [0, 0, 0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) {
    if (match[0] === "\r\n") crlf += 1;
    else if (match[0] === "\r") cr += 1;
    else lf += 1;
  }
  if (crlf > lf && crlf >= cr) return "\r\n";
  return cr > lf ? "\r" : "\n";
}

/** A text as it is kept: lines end with `\n`, and NUL, which no text needs, is taken out. */
export function toKeptText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\u0000", "");
}
