"use client";

import type { ComponentProps, MouseEvent } from "react";
import { useDelayedFlag } from "@/components/hooks/use-delayed-flag";
import { useHydrated } from "@/components/hooks/use-hydrated";
import { classNames } from "./class-names";
import { Icon, type IconName } from "./icon";

/** A shorter wait needs no sign. */
export const BUSY_DELAY_MS = 150;

interface CommonProps extends Omit<ComponentProps<"button">, "disabled"> {
  /** The work it started is still going on: further clicks do nothing, a spinner shows after 150 ms. */
  busy?: boolean;
  /** Why it cannot be used now. It stays focusable and shows the reason as its tooltip. */
  disabledReason?: string;
}

interface ButtonProps extends CommonProps {
  variant?: "plain" | "primary" | "quiet" | "danger" | "solid-danger";
  size?: "sm" | "md" | "lg";
  /** As wide as what it stands in. */
  block?: boolean;
  icon?: IconName;
}

const VARIANTS = {
  plain: "",
  primary: "btn-primary",
  quiet: "btn-quiet",
  danger: "btn-quiet btn-danger",
  "solid-danger": "btn-solid-danger",
};
const SIZES = { sm: "btn-sm", md: "", lg: "btn-lg" };

export function Button(props: ButtonProps) {
  const { variant = "plain", size = "md", block = false, icon, busy = false, ...common } = props;
  const spinning = useDelayedFlag(busy, BUSY_DELAY_MS);
  const hydrated = useHydrated();
  const { className, children, ...rest } = common;
  return (
    <button
      {...guarded(rest, busy)}
      // Until the page's scripts run, a form would be sent by the browser itself, into the address.
      disabled={rest.type === "submit" && !hydrated}
      aria-busy={spinning || undefined}
      className={classNames("btn", VARIANTS[variant], SIZES[size], block && "btn-block", className)}
    >
      {icon !== undefined && <Icon name={spinning ? "spinner" : icon} className={spinning ? "spin" : ""} />}
      {icon === undefined && spinning && <Icon name="spinner" className="spin btn-spin" />}
      {children}
    </button>
  );
}

interface IconButtonProps extends CommonProps {
  icon: IconName;
  /** Its name: what a screen reader hears, and the tooltip. */
  label: string;
  small?: boolean;
}

export function IconButton({
  icon,
  label,
  small = false,
  busy = false,
  className,
  ...rest
}: IconButtonProps) {
  const spinning = useDelayedFlag(busy, BUSY_DELAY_MS);
  return (
    <button
      title={label}
      {...guarded(rest, busy)}
      aria-busy={spinning || undefined}
      className={classNames("icon-btn", small && "icon-btn-sm", className)}
    >
      <Icon name={spinning ? "spinner" : icon} className={spinning ? "spin" : ""} />
      {/* Its name is text and not a label: labels belong to fields. */}
      <span className="vh">{label}</span>
    </button>
  );
}

/** A button that is off or busy stays where the focus is; only its click does nothing. */
function guarded(props: CommonProps, busy: boolean): ComponentProps<"button"> {
  const { disabledReason, onClick, type = "button", ...rest } = props;
  if (disabledReason === undefined && !busy) return { ...rest, type, onClick };
  return {
    ...rest,
    type,
    onClick: (event: MouseEvent) => event.preventDefault(),
    ...(disabledReason === undefined ? {} : { "aria-disabled": true, title: disabledReason }),
  };
}
