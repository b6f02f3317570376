import { useClock } from "@/components/hooks/use-clock";
import { Icon } from "@/components/ui/icon";
import type { ListedFileView } from "@/lib/contracts/files";
import { FileRow, type RowAction } from "./file-row";

interface FilesTableProps {
  files: ListedFileView[];
  /** Another list is on its way. */
  busy: boolean;
  /** When the server drew the page, milliseconds since 1970. */
  drawnAt: number;
  onOpen: (file: ListedFileView) => void;
  onAction: (action: RowAction, file: ListedFileView) => void;
}

export function FilesTable({ files, busy, drawnAt, onOpen, onAction }: FilesTableProps) {
  const clock = useClock(drawnAt);
  return (
    <table className="files" aria-label="Files" aria-busy={busy}>
      <thead>
        <tr>
          <th className="col-name">Name</th>
          <th className="col-language wide">Language</th>
          <th className="col-owner wide">Owner</th>
          <th className="col-role wide">Your role</th>
          <th className="col-changed" aria-sort="descending">
            Changed
            <Icon name="chevron-down" small />
          </th>
          <th className="end">
            <span className="vh">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <FileRow key={file.id} file={file} clock={clock} onOpen={onOpen} onAction={onAction} />
        ))}
      </tbody>
    </table>
  );
}
