/**
 * The little Markdown that answers are written in, as parts to be shown as text. There are no links, images or HTML in
 * the outcome, whatever the model wrote: what is not known stays as it was typed.
 */
export type Inline =
  | { kind: "text" | "code" | "strong" | "em"; text: string }
  /** A line of the file that is spoken of, 1-based. */
  | { kind: "line"; text: string; line: number };

export type Block =
  | { kind: "paragraph" | "heading"; inline: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "list"; ordered: boolean; start: number; items: { depth: number; inline: Inline[] }[] };

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6} +(\S.*)$/;
const ITEM = /^( *)(?:[-*+]|(\d{1,9})[.)]) +(\S.*)$/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
/** Spaces that set a list in a list apart. */
const INDENT = 2;
const DEPTH_MAX = 3;

/** Linear in the text's length. A code block that is still being written is one already. */
export function parseMarkdown(text: string): Block[] {
  const lines = text.replaceAll("\r", "").split("\n");
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: "paragraph", inline: parseInline(paragraph.join("\n")) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const fence = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      endParagraph();
      const end = fenceEnd(lines, at + 1, fence);
      blocks.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end;
      continue;
    }
    if (line.trim() === "" || RULE.test(line)) {
      endParagraph();
      continue;
    }
    const heading = HEADING.exec(line)?.[1];
    const item = ITEM.exec(line);
    if (heading !== undefined) {
      endParagraph();
      blocks.push({ kind: "heading", inline: parseInline(heading) });
    } else if (item !== null) {
      endParagraph();
      addItem(blocks, item);
    } else if (paragraph.length === 0 && /^ {2}/.test(line) && continuesItem(blocks, line)) continue;
    else paragraph.push(line.trim());
  }
  endParagraph();
  return blocks;
}

function fenceEnd(lines: readonly string[], from: number, fence: string): number {
  for (let at = from; at < lines.length; at += 1) {
    const line = (lines[at] ?? "").trim();
    if (line.startsWith(fence) && line.replaceAll(fence.charAt(0), "") === "") return at;
  }
  return lines.length;
}

function addItem(blocks: Block[], [, indent = "", number, words = ""]: RegExpExecArray): void {
  const ordered = number !== undefined;
  const depth = Math.min(DEPTH_MAX, Math.floor(indent.length / INDENT));
  const item = { depth, inline: parseInline(words) };
  const last = blocks.at(-1);
  if (last?.kind === "list" && (last.ordered === ordered || depth > 0)) last.items.push(item);
  else blocks.push({ kind: "list", ordered, start: Number(number ?? 1), items: [item] });
}

/** An indented line after an item goes on with it. */
function continuesItem(blocks: Block[], line: string): boolean {
  const last = blocks.at(-1);
  const item = last?.kind === "list" ? last.items.at(-1) : undefined;
  item?.inline.push({ kind: "text", text: " " }, ...parseInline(line.trim()));
  return item !== undefined;
}

/** Code, bold, italics, links and images (of which the words stay), and lines of the file. */
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "\\*\\*(?<strong>[^*\\n]+)\\*\\*",
    "(?<![\\w*])\\*(?<em>[^*\\s][^*\\n]*)\\*(?!\\w)",
    "!?\\[(?<words>[^\\[\\]\\n]*)\\]\\([^()\\s]*\\)",
    "\\b(?<lines>[Ll]ines? (?<line>[1-9]\\d{0,6}))\\b",
  ].join("|"),
  "g",
);

export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) parts.push({ kind: "text", text: text.slice(at, match.index) });
    at = match.index + match[0].length;
    parts.push(toInline(match.groups ?? {}));
  }
  if (at < text.length) parts.push({ kind: "text", text: text.slice(at) });
  return parts;
}

function toInline({ code, strong, em, words, lines, line }: Record<string, string | undefined>): Inline {
  if (code !== undefined) return { kind: "code", text: code };
  if (strong !== undefined) return { kind: "strong", text: strong };
  if (em !== undefined) return { kind: "em", text: em };
  if (lines !== undefined) return { kind: "line", text: lines, line: Number(line) };
  return { kind: "text", text: words ?? "" };
}

/** All of it as words, such as for a screen reader. */
export function plainText(blocks: readonly Block[]): string {
  const words = (inline: readonly Inline[]) => inline.map(({ text }) => text).join("");
  return blocks
    .map((block) => {
      if (block.kind === "code") return block.text;
      if (block.kind === "list") return block.items.map(({ inline }) => words(inline)).join("\n");
      return words(block.inline);
    })
    .join("\n");
}
