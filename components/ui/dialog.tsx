"use client";

import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { IconButton } from "./button";
import { classNames } from "./class-names";
import { focusableIn, stepIndex } from "./focusable";

/** What one came for: the first field, else the first answer. The browser would take the cross. */
const FIRST_FOCUS = "input:not([readonly]), select, textarea, .dialog-foot .btn";

interface DialogProps {
  title: string;
  /** Beside the title, such as the file's name. */
  about?: string;
  onClose: () => void;
  width?: "narrow" | "normal" | "wide";
  children: ReactNode;
}

/**
 * A modal dialog: mount it to open it, unmount it to close it. The browser keeps the rest of the page out of reach and
 * gives the focus back to what opened it; Escape, the cross and a click beside it ask to close.
 */
export function Dialog({ title, about, onClose, width = "normal", children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Layout effect: its cleanup runs while the element is still in the page, so that closing can return the focus.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>(FIRST_FOCUS)?.focus();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={classNames("dialog", width !== "normal" && `dialog-${width}`)}
      aria-labelledby={id}
      {...(about === undefined ? {} : { "aria-describedby": `${id}-about` })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && isOutside(event.currentTarget, event)) onClose();
      }}
      onKeyDown={keepFocusIn}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <span id={`${id}-about`} className="faint grow trunc" title={about}>
          {about}
        </span>
        <IconButton icon="x" label="Close" onClick={onClose} />
      </div>
      {children}
    </dialog>
  );
}

function isOutside(element: HTMLElement, point: { clientX: number; clientY: number }): boolean {
  const box = element.getBoundingClientRect();
  return (
    point.clientX < box.left ||
    point.clientX > box.right ||
    point.clientY < box.top ||
    point.clientY > box.bottom
  );
}

/** Tab goes round inside instead of out into the browser's own bars. */
function keepFocusIn(event: KeyboardEvent<HTMLDialogElement>): void {
  if (event.key !== "Tab") return;
  const stops = focusableIn(event.currentTarget);
  const at = stops.findIndex((element) => element.matches(":focus"));
  const next = stops[stepIndex(at, stops.length, event.shiftKey ? -1 : 1)];
  const leaves = at < 0 || at === (event.shiftKey ? 0 : stops.length - 1);
  if (next === undefined || !leaves) return;
  event.preventDefault();
  next.focus();
}
