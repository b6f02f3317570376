"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { LogoMark } from "@/components/ui/logo-mark";
import { type SaveState, SaveStatus } from "@/components/ui/status";
import { FileTitle } from "./file-title";
import { LanguageMenu } from "./language-menu";
import type { FileMenu } from "./use-file-menu";

interface TopBarProps {
  name: string;
  language: string;
  menu: FileMenu;
  /** Null: nothing can be said yet. */
  status: SaveState | null;
  people: ReactNode;
  /** What runs the code. */
  runButton: ReactNode;
  /** What opens and closes the panel beside the code. */
  panelButton: ReactNode;
  /** Absent: this person may not see who has access. */
  onShare: (() => void) | undefined;
  account: ReactNode;
}

/** The bar over the code; on a phone the same parts in two lines and without words. */
export function TopBar(props: TopBarProps) {
  const { name, language, menu, status, people, runButton, panelButton, onShare, account } = props;
  return (
    <header className="topbar editor-bar" data-region="bar">
      <Link className="brand" href="/" aria-label="All files" title="All files">
        <LogoMark />
        <Icon name="chevron-left" className="only-narrow" />
      </Link>
      <span className="sep only-wide" />
      <div className="file-state">
        <FileTitle name={name} items={menu.items} />
        <LanguageMenu
          language={language}
          onChange={menu.onLanguage}
          className="btn btn-quiet lang"
          wordClassName="lang"
        />
        <SaveStatus state={status} />
      </div>
      {people}
      {runButton}
      {panelButton}
      {onShare !== undefined && (
        <Button variant="primary" icon="share" className="share" onClick={onShare}>
          <span className="share-word">Share</span>
        </Button>
      )}
      {account}
    </header>
  );
}
