"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { AccountMenu, type AccountProps } from "@/components/account-menu";
import { Button } from "@/components/ui/button";
import { Brand } from "@/components/ui/logo-mark";
import { useToast } from "@/components/ui/toasts";
import type { FileListView } from "@/lib/contracts/files";
import { type FilesDialog, FilesDialogs } from "./files-dialogs";
import { FilesEmpty } from "./files-empty";
import { FilesListing } from "./files-listing";
import { FilesProblems } from "./files-problems";
import { FilesTitlebar } from "./files-titlebar";
import { InvitationsList } from "./invitations-list";
import type { FilesQuery } from "./query";
import { SearchBox } from "./search-box";
import type { Uploaded } from "./upload";
import { UploadButton } from "./upload-button";
import { type FileList, useFileList } from "./use-file-list";
import { type Invitation, useInvitations } from "./use-invitations";
import { useUpload } from "./use-upload";

interface FilesPageProps {
  user: AccountProps["user"] & { id: number };
  /** Invites made for this account. */
  invitations: readonly Invitation[];
  list: FileListView;
  query: FilesQuery;
  /** When the server read the lists, milliseconds since 1970. */
  readAt: number;
  /** The largest content the server takes. */
  maxFileBytes: number;
}

export function FilesPage(props: FilesPageProps) {
  const { user, list, query, readAt, maxFileBytes } = props;
  const router = useRouter();
  const toast = useToast();
  const files = useFileList({ list, query, readAt });
  const invitations = useInvitations(props.invitations, readAt);
  const [dialog, setDialog] = useState<FilesDialog | null>(null);
  const [problems, setProblems] = useState<string[]>([]);
  const heading = useRef<HTMLHeadingElement>(null);
  const open = ({ id }: { id: number }) => router.push(`/files/${id}`);
  const uploads = useUpload(maxFileBytes, (uploaded) => {
    setProblems(uploaded.problems);
    showUploaded(uploaded);
  });
  const showUploaded = ({ files: made, problems: failed }: Uploaded) => {
    const [first] = made;
    if (first === undefined) return;
    if (made.length === 1 && failed.length === 0) open(first);
    else files.reload();
  };
  const bare = isBare(files);
  const toHeading = () => heading.current?.focus();
  const newFile = () => setDialog({ what: "new" });
  const declined = ({ id, file_name }: Invitation) => {
    invitations.remove(id);
    toHeading(); // the button that had the focus goes
    toast({ text: `Invitation to ${file_name} declined.`, icon: "mail" });
  };
  return (
    <div className="files-page" data-dropping={uploads.hovering || undefined}>
      <a className="skip-link" href="#files">
        Go to files
      </a>
      <header className="topbar topbar-files">
        <Brand />
        <SearchBox value={files.query.q} onChange={(q) => files.ask({ ...files.query, q })} />
        <span className="grow" />
        <AccountMenu user={user} />
      </header>
      <main className="wrap" id="files" tabIndex={-1}>
        <FilesTitlebar
          heading={heading}
          bare={bare}
          show={files.query.show}
          uploading={uploads.busy}
          onShow={(show) => files.ask({ ...files.query, show })}
          onUpload={uploads.start}
          onNew={newFile}
        />
        <FilesProblems files={files} uploads={problems} onDismiss={() => setProblems([])} />
        <InvitationsList
          invitations={invitations.items}
          drawnAt={readAt}
          onJoined={(id) => open({ id })}
          onDeclined={declined}
        />
        {bare ? (
          <FilesEmpty>
            <Button size="lg" variant="primary" icon="plus" onClick={newFile}>
              New file
            </Button>
            <UploadButton size="lg" busy={uploads.busy} onChoose={uploads.start} />
          </FilesEmpty>
        ) : (
          <FilesListing
            files={files}
            drawnAt={readAt}
            onOpen={open}
            onAction={(what, file) => setDialog({ what, file })}
            onGone={toHeading}
          />
        )}
      </main>
      <FilesDialogs
        dialog={dialog}
        files={files}
        me={user}
        onOpen={setDialog}
        onClose={() => setDialog(null)}
        onCreated={open}
        onGone={toHeading}
      />
    </div>
  );
}

/** Nothing was looked for, and there is nothing. */
function isBare({ items, shownQuery, query }: FileList): boolean {
  const everything = ({ show, q }: FilesQuery) => show === "all" && q.trim() === "";
  return items.length === 0 && everything(shownQuery) && everything(query);
}
