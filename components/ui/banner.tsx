import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon, type IconName, type IconTone } from "./icon";

type BannerTone = "warning" | "info" | "error" | "ok";

const ICONS: Record<BannerTone, IconName> = { warning: "warning", info: "info", error: "error", ok: "saved" };

interface BannerProps {
  tone: BannerTone;
  icon?: IconName;
  /** The icon turns: something is being tried. */
  spinning?: boolean;
  /** Inside a form or a card instead of across the page. */
  boxed?: boolean;
  /** Buttons at its end. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A line across the page about its state. An error is told at once, the rest when the reader is free. */
export function Banner({ tone, icon, spinning = false, boxed = false, actions, children }: BannerProps) {
  const iconTone: IconTone | undefined = spinning ? undefined : tone;
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={classNames("banner", `banner-${tone}`, boxed && "banner-boxed")}
    >
      <Icon
        name={spinning ? "spinner" : (icon ?? ICONS[tone])}
        className={spinning ? "spin" : ""}
        {...(iconTone === undefined ? {} : { tone: iconTone })}
      />
      <span className="grow">{children}</span>
      {actions}
    </div>
  );
}
