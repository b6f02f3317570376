"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import type { IconName } from "./icon";
import { MenuList } from "./menu-list";

export interface MenuItem {
  label: string;
  icon?: IconName;
  danger?: boolean;
  /** A line above sets it apart from what comes before. */
  apart?: boolean;
  /** One of a choice: whether it is the one in force. */
  checked?: boolean;
  /** Shown in the menu's place when it is selected; nothing else happens then. */
  choices?: MenuItem[];
  onSelect?: () => void;
}

interface MenuProps {
  /** The menu's name for a screen reader. */
  label: string;
  items: MenuItem[];
  /** Draws the opener; the props given to it belong on its button. */
  trigger: (props: TriggerProps) => ReactNode;
}

export interface TriggerProps {
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
  "aria-controls": string | undefined;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** A button with a menu (WAI-ARIA menu button): arrows, Home and End move, Escape and Tab close and give the focus back. */
export function Menu({ label, items, trigger }: MenuProps) {
  const [open, setOpen] = useState(false);
  /** The item whose choices are on show. */
  const [chosen, setChosen] = useState<string | null>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  const id = useId();
  const show = (shown: boolean) => {
    setOpen(shown);
    setChosen(null);
  };
  const close = () => {
    show(false);
    anchor.current?.querySelector("button")?.focus();
  };
  return (
    <span ref={anchor} className="contents">
      {trigger({
        "aria-haspopup": "menu",
        "aria-expanded": open,
        "aria-controls": open ? id : undefined,
        onClick: () => show(!open),
        onKeyDown: (event) => {
          if (event.key !== "ArrowDown" || open) return;
          event.preventDefault();
          show(true);
        },
      })}
      {open && (
        <MenuList
          key={chosen} // another list: placed anew, and the focus goes into it
          id={id}
          label={chosen ?? label}
          items={items.find((item) => item.label === chosen)?.choices ?? items}
          anchor={() => anchor.current?.querySelector("button") ?? null}
          onChoices={setChosen}
          onLeave={() => show(false)}
          onClose={close}
        />
      )}
    </span>
  );
}
