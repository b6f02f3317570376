import { Fragment, type ReactNode, useMemo } from "react";
import { type Block, type Inline, parseMarkdown } from "./markdown";

interface MarkdownViewProps {
  text: string;
  /** More is coming: a caret stands at its end. */
  streaming: boolean;
  onGoToLine: (line: number) => void;
}

/** An answer as text: no links that leave the page, no images, no HTML. */
export function MarkdownView({ text, streaming, onGoToLine }: MarkdownViewProps) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  const caret = streaming && text !== "" ? <span className="stream" /> : null;
  return blocks.map((block, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: an answer only grows at its end
    <Fragment key={at}>
      <BlockView block={block} onGoToLine={onGoToLine}>
        {at === blocks.length - 1 ? caret : null}
      </BlockView>
    </Fragment>
  ));
}

interface BlockViewProps {
  block: Block;
  onGoToLine: (line: number) => void;
  /** At its end. */
  children: ReactNode;
}

function BlockView({ block, onGoToLine, children }: BlockViewProps) {
  const inline = (parts: readonly Inline[]) =>
    parts.map((part, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
      <InlineView key={at} part={part} onGoToLine={onGoToLine} />
    ));
  switch (block.kind) {
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: wide code is scrolled with the keyboard
        <pre className="say-code" tabIndex={0}>
          {block.text}
          {children}
        </pre>
      );
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List className="say say-list" {...(block.ordered ? { start: block.start } : {})}>
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place
            <li key={at} className={`depth-${item.depth}`}>
              {inline(item.inline)}
              {at === block.items.length - 1 ? children : null}
            </li>
          ))}
        </List>
      );
    }
    default:
      return (
        <p className="say">
          {block.kind === "heading" ? <b>{inline(block.inline)}</b> : inline(block.inline)}
          {children}
        </p>
      );
  }
}

function InlineView({ part, onGoToLine }: { part: Inline; onGoToLine: (line: number) => void }) {
  switch (part.kind) {
    case "code":
      return <code className="c">{part.text}</code>;
    case "strong":
      return <b>{part.text}</b>;
    case "em":
      return <em>{part.text}</em>;
    case "line":
      return (
        <button type="button" className="lineref" onClick={() => onGoToLine(part.line)}>
          {part.text}
        </button>
      );
    default:
      return part.text;
  }
}
