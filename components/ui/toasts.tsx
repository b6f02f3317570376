"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { Button } from "./button";
import { Icon, type IconName, type IconTone } from "./icon";

export interface Toast {
  text: string;
  icon?: IconName;
  tone?: IconTone;
  /** One thing to do about it, while it shows. */
  action?: { label: string; onSelect: () => void };
}

interface ShownToast extends Toast {
  id: number;
}

/** How long a toast stays. */
export const TOAST_MS = 4_000;
const TOASTS_MAX = 3;

const ToastContext = createContext<((toast: Toast) => void) | null>(null);

/** Shows a short line at the foot of the page and tells it to a screen reader. */
export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext);
  if (show === null) throw new Error("useToast is used outside ToastProvider.");
  return show;
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<ShownToast[]>([]);
  const lastId = useRef(0);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running) clearTimeout(timer);
    };
  }, []);
  const show = useCallback((toast: Toast) => {
    lastId.current += 1;
    const id = lastId.current;
    setToasts((shown) => [...shown, { ...toast, id }].slice(-TOASTS_MAX));
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setToasts((shown) => shown.filter((each) => each.id !== id));
    }, TOAST_MS);
    timers.current.add(timer);
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      {/* Always in the page: a live region that comes with its text is not announced. */}
      <div className="toasts" role="status" aria-label="Messages">
        {toasts.map(({ id, text, icon = "info", tone, action }) => (
          <p key={id} className="toast">
            <Icon name={icon} {...(tone === undefined ? {} : { tone })} />
            <span className="grow">{text}</span>
            {action !== undefined && (
              <Button
                size="sm"
                variant="quiet"
                onClick={() => {
                  action.onSelect();
                  setToasts((shown) => shown.filter((each) => each.id !== id));
                }}
              >
                {action.label}
              </Button>
            )}
          </p>
        ))}
      </div>
    </ToastContext>
  );
}
