"use client";

import { useEffect, useRef } from "react";
import { Icon } from "@/components/ui/icon";
import { SEARCH_MAX } from "@/lib/contracts/limits";

/** The find box of the bar: `/` goes to it, Escape empties it. */
export function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const taken = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
      if (event.key !== "/" || taken || takesText(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <search className="search">
      <Icon name="search" />
      <input
        ref={input}
        className="input"
        type="search"
        aria-label="Find a file"
        aria-keyshortcuts="/"
        placeholder="Find a file"
        autoComplete="off"
        spellCheck={false}
        maxLength={SEARCH_MAX}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || value === "") return;
          event.preventDefault();
          onChange("");
        }}
      />
      <span className="kbd" aria-hidden="true">
        /
      </span>
    </search>
  );
}

/** Where a key is text, or a dialog or menu has the keyboard. */
function takesText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, dialog, [popover]") !== null;
}
