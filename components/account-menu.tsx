"use client";

import Link from "next/link";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useSignOut } from "@/components/hooks/use-sign-out";
import { useTheme } from "@/components/hooks/use-theme";
import { AvatarButton } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Segments } from "@/components/ui/segments";
import { usePopover } from "@/components/ui/use-popover";

export interface AccountProps {
  user: { username: string; email: string };
}

/** One's picture at the end of the bar: who is signed in, the theme, the account, the way out. `slot`: one's colour in a file. */
export function AccountMenu({ user, slot }: AccountProps & { slot?: number | undefined }) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLSpanElement>(null);
  const id = useId();
  const button = () => opener.current?.querySelector("button") ?? null;
  return (
    <span ref={opener} className="contents">
      <AvatarButton
        person={{ name: user.username, slot }}
        label={`Account: ${user.username}`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <AccountPanel
          id={id}
          user={user}
          opener={button}
          onLeave={() => setOpen(false)}
          onClose={() => {
            setOpen(false);
            button()?.focus();
          }}
        />
      )}
    </span>
  );
}

interface PanelProps extends AccountProps {
  id: string;
  opener: () => HTMLElement | null;
  onLeave: () => void;
  onClose: () => void;
}

/** A group and not a menu: it holds a choice of three besides a command, and Tab goes through it as through any other. */
function AccountPanel({ id, user, opener, onLeave, onClose }: PanelProps) {
  const ref = useRef<HTMLDivElement>(null);
  usePopover(ref, { opener, onOpen: (panel) => panel.focus(), onLeave });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fieldset, it is no part of a form
    <div
      ref={ref}
      id={id}
      popover="manual"
      role="group"
      aria-label="Account"
      tabIndex={-1}
      className="menu account-menu"
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        const { relatedTarget } = event;
        if (relatedTarget !== null && !event.currentTarget.contains(relatedTarget)) onLeave();
      }}
    >
      <div className="menu-head">
        <b>{user.username}</b>
        <div className="faint trunc" title={user.email}>
          {user.email}
        </div>
      </div>
      <div className="menu-line" />
      <ThemeChoice />
      <div className="menu-line" />
      <Link className="menu-item" href="/account" prefetch={false} onClick={onLeave}>
        <Icon name="settings" />
        Account
      </Link>
      <SignOutItem />
    </div>
  );
}

function ThemeChoice() {
  const [theme, choose] = useTheme();
  return (
    <div className="menu-row">
      <span className="grow">Theme</span>
      <Segments
        label="Theme"
        options={[
          { id: "system", content: "System" },
          { id: "light", content: <Icon name="sun" />, name: "Light" },
          { id: "dark", content: <Icon name="moon" />, name: "Dark" },
        ]}
        selected={theme}
        onSelect={choose}
      />
    </div>
  );
}

function SignOutItem() {
  const { busy, leave } = useSignOut();
  return (
    <button type="button" className="menu-item" aria-disabled={busy || undefined} onClick={leave}>
      <Icon name="sign-out" />
      Sign out
    </button>
  );
}
