import type { LiveFinding } from "@/lib/contracts/findings";
import type { HoverText } from "./findings-marks";

/** What pointing at a squiggle shows: the message, the rule with its page, and the way to its fix. */
export function hoverText(finding: LiveFinding, fixCommand: string | null): HoverText {
  const { id, message, source, rule, url, fix } = finding;
  const isModel = source === "assistant";
  const page = isModel ? null : rulePage(url);
  const name = escapeMarkdown(isModel ? "Assistant" : rule);
  const about = page === null ? name : `[${name}](${page})`;
  const apply =
    fix === null || fixCommand === null
      ? ""
      : ` · [Apply fix](command:${fixCommand}?${encodeURIComponent(`[${id}]`)})`;
  return {
    value: `${messageMarkdown(message)}\n\n${about}${apply}`,
    isTrusted: { enabledCommands: fixCommand === null ? [] : [fixCommand] },
  };
}

/** The rule's page when it may be linked to: over https, whatever a tool or the model wrote. */
export function rulePage(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" ? href.replaceAll("(", "%28").replaceAll(")", "%29") : null;
}

/** A message in parts; what stands between backticks is code. */
export function messageParts(message: string): { code: boolean; text: string }[] {
  const pieces = message.split("`");
  const closed = pieces.length % 2 === 1;
  return pieces
    .map((text, at) => {
      const code = at % 2 === 1 && (closed || at < pieces.length - 1);
      return { code, text: !closed && at === pieces.length - 1 ? `\`${text}` : text };
    })
    .filter(({ text }) => text !== "");
}

const messageMarkdown = (message: string): string =>
  messageParts(message)
    .map(({ code, text }) => (code ? `\`${text}\`` : escapeMarkdown(text)))
    .join("");

/** Nothing in a message is a link, an image or HTML. */
const escapeMarkdown = (text: string): string =>
  text
    .replaceAll(/[\\`*_{}[\]()#+\-.!<>&|~:/@]/g, (mark) => `&#${mark.charCodeAt(0)};`)
    .replaceAll("\n", " ");
