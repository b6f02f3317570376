"use client";

import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTheme } from "@/components/hooks/use-theme";
import { AvatarButton } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Segments } from "@/components/ui/segments";
import { useToast } from "@/components/ui/toasts";
import { usePopover } from "@/components/ui/use-popover";
import { ApiError } from "@/lib/browser/api-client";
import { signOut } from "@/lib/browser/session";

export interface AccountProps {
  user: { username: string; email: string };
}

/** One's picture at the end of the bar: who is signed in, the theme, the way out. `slot`: one's colour in a file. */
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
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const leave = async () => {
    setBusy(true);
    try {
      await signOut();
      // A load and no soft step: the live connection keeps the cookie it began with.
      window.location.assign("/login");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast({ text: error.message, icon: "error", tone: "error" });
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      className="menu-item"
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : leave}
    >
      <Icon name="sign-out" />
      Sign out
    </button>
  );
}
