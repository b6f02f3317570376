import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { FileList } from "./use-file-list";

interface FilesProblemsProps {
  files: FileList;
  /** What could not be uploaded and why, a sentence each. */
  uploads: string[];
  onDismiss: () => void;
}

/** What went wrong, above the list: with the list itself, or with files that were to be uploaded. */
export function FilesProblems({ files, uploads, onDismiss }: FilesProblemsProps) {
  const again = (
    <Button size="sm" onClick={files.reload}>
      Try again
    </Button>
  );
  const dismiss = (
    <Button size="sm" onClick={onDismiss}>
      Dismiss
    </Button>
  );
  return (
    <>
      {files.problem !== null && (
        <Banner tone="error" boxed actions={again}>
          {files.problem}
        </Banner>
      )}
      {uploads.length > 0 && (
        <Banner tone="error" boxed actions={dismiss}>
          {uploads.map((problem) => (
            <span key={problem} className="block">
              {problem}
            </span>
          ))}
        </Banner>
      )}
    </>
  );
}
