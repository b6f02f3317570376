"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { stepIndex } from "./focusable";
import { Icon, type IconName } from "./icon";
import { usePopover } from "./use-popover";

export interface MenuItem {
  label: string;
  icon?: IconName;
  danger?: boolean;
  /** A line above sets it apart from what comes before. */
  apart?: boolean;
  onSelect: () => void;
}

interface MenuProps {
  /** The menu's name for a screen reader. */
  label: string;
  items: MenuItem[];
  /** Above the items: who is signed in, the theme. */
  head?: ReactNode;
  width?: number;
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
export function Menu({ label, items, head, width, trigger }: MenuProps) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    anchor.current?.querySelector("button")?.focus();
  };
  return (
    <span ref={anchor} className="contents">
      {trigger({
        "aria-haspopup": "menu",
        "aria-expanded": open,
        "aria-controls": open ? id : undefined,
        onClick: () => setOpen(!open),
        onKeyDown: (event) => {
          if (event.key !== "ArrowDown" || open) return;
          event.preventDefault();
          setOpen(true);
        },
      })}
      {open && (
        <MenuList
          id={id}
          label={label}
          items={items}
          head={head}
          width={width}
          anchor={() => anchor.current?.querySelector("button") ?? null}
          onLeave={() => setOpen(false)}
          onClose={close}
        />
      )}
    </span>
  );
}

interface MenuListProps extends Pick<MenuProps, "label" | "items" | "head"> {
  id: string;
  width: number | undefined;
  anchor: () => HTMLElement | null;
  /** Something else was clicked: the focus is there already. */
  onLeave: () => void;
  onClose: () => void;
}

function MenuList({ id, label, items, head, width, anchor, onLeave, onClose }: MenuListProps) {
  const ref = useRef<HTMLDivElement>(null);
  usePopover(ref, { opener: anchor, onOpen: (list) => itemsOf(list)[0]?.focus(), onLeave });
  return (
    <div
      ref={ref}
      id={id}
      popover="manual"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className="menu"
      style={width === undefined ? undefined : { width }}
      onKeyDown={(event) => moveOrClose(event, onClose)}
    >
      {head}
      {items.map((item) => (
        <MenuRow key={item.label} item={item} onClose={onClose} />
      ))}
    </div>
  );
}

function MenuRow({ item, onClose }: { item: MenuItem; onClose: () => void }) {
  return (
    <>
      {item.apart === true && <div className="menu-line" />}
      <button
        type="button"
        role="menuitem"
        tabIndex={-1}
        className={item.danger === true ? "menu-item menu-item-danger" : "menu-item"}
        onClick={() => {
          onClose();
          item.onSelect();
        }}
      >
        {item.icon !== undefined && <Icon name={item.icon} />}
        {item.label}
      </button>
    </>
  );
}

const itemsOf = (list: HTMLElement) => [
  ...list.querySelectorAll<HTMLElement>('[role="menuitem"], [role="menuitemradio"]'),
];

function moveOrClose(event: KeyboardEvent<HTMLDivElement>, onClose: () => void): void {
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    onClose();
    return;
  }
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item.matches(":focus"));
  const targets: Record<string, number> = {
    ArrowDown: stepIndex(at, items.length, 1),
    ArrowUp: stepIndex(at, items.length, -1),
    Home: 0,
    End: items.length - 1,
  };
  const to = targets[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[to]?.focus();
}
