"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { LogoMark } from "@/components/ui/logo-mark";
import { type SaveState, SaveStatus } from "@/components/ui/status";
import { languageName } from "@/lib/contracts/languages";
import { FileTitle } from "./file-title";

interface TopBarProps {
  name: string;
  language: string;
  /** Null: nothing can be said yet. */
  status: SaveState | null;
  people: ReactNode;
  /** Absent: this person may not see who has access. */
  onShare: (() => void) | undefined;
  account: ReactNode;
}

/** The bar over the code; on a phone the same parts in two lines and without words. */
export function TopBar({ name, language, status, people, onShare, account }: TopBarProps) {
  return (
    <header className="topbar editor-bar" data-region="bar">
      <Link className="brand" href="/" aria-label="All files" title="All files">
        <LogoMark />
        <Icon name="chevron-left" className="only-narrow" />
      </Link>
      <span className="sep only-wide" />
      <div className="file-state">
        <FileTitle name={name} />
        <span className="lang">
          <span className="vh">Language: </span>
          {languageName(language)}
        </span>
        <SaveStatus state={status} />
      </div>
      {people}
      {onShare !== undefined && (
        <Button variant="primary" icon="share" className="share" onClick={onShare}>
          <span className="share-word">Share</span>
        </Button>
      )}
      {account}
    </header>
  );
}
