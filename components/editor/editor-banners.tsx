"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useSecondsUntil } from "@/components/hooks/use-seconds-until";
import { RecoveryBanner } from "@/components/recovery/recovery-banner";
import type { OfferedRecovery } from "@/components/recovery/use-recovery";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { ClientSync } from "@/lib/collab/client-sync";
import type { SyncSnapshot } from "@/lib/collab/client-sync-types";
import { type BannerView, connectionBanner } from "./connection-banner";
import type { EditorAccount, EditorFile } from "./editor-file";
import { RoleChangeBanner, ViewerBanner } from "./role-banners";
import { useRoleChange } from "./use-role-change";
import { useSavedUntil } from "./use-saved-until";
import { useToldOnce } from "./use-told-once";

interface EditorBannersProps {
  /** As it is now. */
  file: EditorFile;
  me: EditorAccount;
  snapshot: SyncSnapshot;
  sync: ClientSync | null;
  recovery: OfferedRecovery;
  /** Takes back one's own last edit. */
  onUndo: () => void;
}

/** Everything that is told between the bar and the code, the most pressing first. */
export function EditorBanners({ file, me, snapshot, sync, recovery, onUndo }: EditorBannersProps) {
  const savedUntil = useSavedUntil(snapshot);
  const [viewerDue, viewerTold] = useToldOnce(`tandem/${me.id}/${file.id}/viewer`);
  const [roleChange, roleChangeTold] = useRoleChange(file.role, snapshot.roleBy);
  const view = connectionBanner(snapshot, { maxBytes: file.maxBytes, savedUntil });
  const { offered } = recovery;
  const ended = snapshot.state.kind === "closed";
  const dismissRoleChange = () => {
    roleChangeTold();
    if (file.role === "viewer") viewerTold();
  };
  return (
    <div className="banners">
      {view !== null && (
        <ConnectionBanner
          view={view}
          signInHref={`/login?next=/files/${file.id}`}
          onTryNow={() => sync?.retryNow()}
          onUndo={onUndo}
        />
      )}
      {offered !== null && (
        <RecoveryBanner
          key={offered.id}
          text={offered.text}
          more={recovery.more}
          fileName={file.name}
          comparing={recovery.comparing}
          onCompare={recovery.toggleComparison}
          onDiscard={recovery.drop}
        />
      )}
      {roleChange !== null && !ended && (
        <RoleChangeBanner change={roleChange} ownerName={file.ownerName} onDismiss={dismissRoleChange} />
      )}
      {file.role === "viewer" && viewerDue && view === null && roleChange === null && (
        <ViewerBanner ownerName={file.ownerName} onDismiss={viewerTold} />
      )}
    </div>
  );
}

interface ConnectionBannerProps {
  view: BannerView;
  signInHref: string;
  onTryNow: () => void;
  onUndo: () => void;
}

const LOOKS = {
  offline: { tone: "warning", icon: "offline" },
  reconnecting: { tone: "info", spinning: true },
  returned: { tone: "ok" },
  "too-large": { tone: "error", icon: "error" },
  ended: { tone: "warning" },
  "signed-out": { tone: "warning" },
} as const;

/** What is the matter with the connection or the file, and what one can do. */
function ConnectionBanner({ view, signInHref, onTryNow, onUndo }: ConnectionBannerProps) {
  const actions: Record<NonNullable<BannerView["action"]>, ReactNode> = {
    "try-now": (
      <Button size="sm" onClick={onTryNow}>
        Try now
      </Button>
    ),
    undo: (
      <Button size="sm" onClick={onUndo}>
        Undo
      </Button>
    ),
    "to-files": (
      <Link className="btn btn-sm" href="/">
        Go to your files
      </Link>
    ),
    // A whole new page: a live connection keeps the session it was made with.
    "sign-in": (
      <a className="btn btn-sm" href={signInHref}>
        Sign in
      </a>
    ),
  };
  return (
    <Banner {...LOOKS[view.look]} actions={view.action === undefined ? undefined : actions[view.action]}>
      <span className={view.short === undefined ? undefined : "only-wide"}>
        {view.strong !== undefined && <b>{view.strong} </b>}
        {view.retryAt !== undefined && <Countdown retryAt={view.retryAt} />}
        {view.text}
      </span>
      {view.short !== undefined && <span className="only-narrow">{view.short}</span>}
    </Banner>
  );
}

/** The seconds are for the eye: told one by one they would drown everything else. */
function Countdown({ retryAt }: { retryAt: number | null }) {
  const seconds = useSecondsUntil(retryAt);
  return (
    <>
      Reconnecting
      {seconds !== null && (
        <span aria-hidden="true" className="num">
          {` in ${seconds} s`}
        </span>
      )}
      {". "}
    </>
  );
}
