import { type KeyboardEvent, useRef } from "react";
import { stepIndex } from "./focusable";
import { Icon } from "./icon";
import type { MenuItem } from "./menu";
import { usePopover } from "./use-popover";

interface MenuListProps {
  id: string;
  label: string;
  items: MenuItem[];
  /** What it hangs on. */
  anchor: () => HTMLElement | null;
  /** An item with choices was selected. */
  onChoices: (label: string) => void;
  /** Something else was clicked: the focus is there already. */
  onLeave: () => void;
  onClose: () => void;
}

/** The open list of a menu (menu.tsx). */
export function MenuList({ id, label, items, anchor, onChoices, onLeave, onClose }: MenuListProps) {
  const ref = useRef<HTMLDivElement>(null);
  usePopover(ref, { opener: anchor, onOpen: (list) => firstOf(list)?.focus(), onLeave });
  const select = (item: MenuItem) => {
    if (item.choices !== undefined) return onChoices(item.label);
    onClose();
    item.onSelect?.();
  };
  return (
    <div
      ref={ref}
      id={id}
      popover="manual"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className="menu"
      onKeyDown={(event) => moveOrClose(event, onClose)}
    >
      {items.map((item) => (
        <MenuRow key={item.label} item={item} onSelect={() => select(item)} />
      ))}
    </div>
  );
}

function MenuRow({ item, onSelect }: { item: MenuItem; onSelect: () => void }) {
  const { label, icon, danger, apart, checked, choices } = item;
  return (
    <>
      {apart === true && <div className="menu-line" />}
      <button
        type="button"
        {...(checked === undefined
          ? { role: "menuitem" }
          : { role: "menuitemradio", "aria-checked": checked })}
        aria-haspopup={choices === undefined ? undefined : "menu"}
        tabIndex={-1}
        className={danger === true ? "menu-item menu-item-danger" : "menu-item"}
        onClick={onSelect}
      >
        {icon !== undefined && <Icon name={icon} />}
        {checked !== undefined && <Icon name="check" className={checked ? "" : "invisible"} />}
        {label}
      </button>
    </>
  );
}

const itemsOf = (list: HTMLElement) => [
  ...list.querySelectorAll<HTMLElement>('[role="menuitem"], [role="menuitemradio"]'),
];

/** Where one begins: at what is in force, else at the top. */
const firstOf = (list: HTMLElement) =>
  list.querySelector<HTMLElement>('[aria-checked="true"]') ?? itemsOf(list)[0];

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
  const to = targets[event.key] ?? startingWith(event, items, at);
  if (to === undefined) return;
  event.preventDefault();
  items[to]?.focus();
}

/** The next item that begins with the letter typed; undefined: none, or no letter. */
function startingWith(event: KeyboardEvent, items: HTMLElement[], at: number): number | undefined {
  const letter = event.key.toLowerCase();
  if (letter.length !== 1 || letter === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  const fromNext = items.map((_, step) => (at + 1 + step) % items.length);
  return fromNext.find((n) => items[n]?.textContent?.toLowerCase().startsWith(letter));
}
