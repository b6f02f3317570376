import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { ListedFileView } from "@/lib/contracts/files";
import type { RowAction } from "./file-row";
import { FilesNone } from "./files-none";
import { FilesTable } from "./files-table";
import type { FileList } from "./use-file-list";

interface FilesListingProps {
  files: FileList;
  drawnAt: number;
  onOpen: (file: ListedFileView) => void;
  onAction: (action: RowAction, file: ListedFileView) => void;
  /** The button that had the focus is gone. */
  onGone: () => void;
}

/** The files found, a page at a time, or that there are none of these. */
export function FilesListing({ files, drawnAt, onOpen, onAction, onGone }: FilesListingProps) {
  const { items, hasMore, busy, shownQuery } = files;
  const box = useRef<HTMLDivElement>(null);
  /** How many were shown when more were asked for. */
  const shownBefore = useRef<number | null>(null);
  useEffect(() => {
    const before = shownBefore.current;
    if (before === null || items.length <= before) return;
    shownBefore.current = null;
    // On to the first of the new ones: the button moved away, or is gone.
    box.current?.querySelectorAll<HTMLElement>(".file")[before]?.focus();
  }, [items]);
  if (items.length === 0) {
    const showAll = () => {
      files.ask({ show: "all", q: "" });
      onGone();
    };
    return <FilesNone query={shownQuery} onShowAll={showAll} />;
  }
  const showMore = () => {
    shownBefore.current = items.length;
    files.more();
  };
  return (
    <div ref={box}>
      <FilesTable
        files={items}
        busy={busy === "list"}
        drawnAt={drawnAt}
        onOpen={onOpen}
        onAction={onAction}
      />
      {hasMore && (
        <div className="files-more">
          <Button busy={busy === "more"} onClick={showMore}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}
