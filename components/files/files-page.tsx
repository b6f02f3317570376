"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { AccountMenu, type AccountProps } from "@/components/account-menu";
import { Button } from "@/components/ui/button";
import { Brand } from "@/components/ui/logo-mark";
import { useToast } from "@/components/ui/toasts";
import type { FileItemView, FileListView } from "@/lib/contracts/files";
import { DeleteDialog } from "./delete-dialog";
import type { RowAction } from "./file-row";
import { FilesEmpty } from "./files-empty";
import { FilesListing } from "./files-listing";
import { FilesProblems } from "./files-problems";
import { FilesTitlebar } from "./files-titlebar";
import { NewFileDialog } from "./new-file-dialog";
import type { FilesQuery } from "./query";
import { RenameDialog } from "./rename-dialog";
import { SearchBox } from "./search-box";
import type { Uploaded } from "./upload";
import { UploadButton } from "./upload-button";
import { type FileList, useFileList } from "./use-file-list";
import { useUpload } from "./use-upload";

interface FilesPageProps extends AccountProps {
  list: FileListView;
  query: FilesQuery;
  /** When the server read the list, milliseconds since 1970. */
  readAt: number;
  /** The largest content the server takes. */
  maxFileBytes: number;
}

type OpenDialog = { what: "new" } | { what: RowAction; file: FileItemView };

export function FilesPage({ user, list, query, readAt, maxFileBytes }: FilesPageProps) {
  const router = useRouter();
  const files = useFileList({ list, query, readAt });
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
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
      <Dialogs
        dialog={dialog}
        files={files}
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

interface DialogsProps {
  dialog: OpenDialog | null;
  files: FileList;
  onClose: () => void;
  onCreated: (file: FileItemView) => void;
  /** The row that had the focus is gone. */
  onGone: () => void;
}

function Dialogs({ dialog, files, onClose, onCreated, onGone }: DialogsProps) {
  const toast = useToast();
  if (dialog === null) return null;
  if (dialog.what === "new") return <NewFileDialog onClose={onClose} onCreated={onCreated} />;
  if (dialog.what === "rename") {
    const renamed = (file: FileItemView) => {
      files.replace(file);
      onClose();
    };
    return <RenameDialog file={dialog.file} onClose={onClose} onRenamed={renamed} />;
  }
  const deleted = ({ id, name }: FileItemView) => {
    // At once: until the dialog is closed nothing behind it can take the focus.
    flushSync(() => {
      files.remove(id);
      onClose();
    });
    onGone();
    toast({ text: `${name} is deleted.`, icon: "trash" });
  };
  return <DeleteDialog file={dialog.file} onClose={onClose} onDeleted={deleted} />;
}
