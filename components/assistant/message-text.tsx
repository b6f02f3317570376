import { messageParts } from "@/lib/editor/findings-hover";

/** A finding's message: what stands between backticks is shown as code. */
export function MessageText({ message }: { message: string }) {
  return messageParts(message).map(({ code, text }, at) =>
    code ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
      <code key={at} className="c">
        {text}
      </code>
    ) : (
      text
    ),
  );
}
