import type { Ref } from "react";
import { Button } from "@/components/ui/button";
import { Segments } from "@/components/ui/segments";
import type { Show } from "./query";
import { UploadButton } from "./upload-button";

const SHOWN: { id: Show; content: string }[] = [
  { id: "all", content: "All" },
  { id: "yours", content: "Yours" },
  { id: "shared", content: "Shared with you" },
];

interface FilesTitlebarProps {
  heading: Ref<HTMLHeadingElement>;
  /** Nobody has made or shared a file yet: the empty list offers what can be done. */
  bare: boolean;
  show: Show;
  uploading: boolean;
  onShow: (show: Show) => void;
  onUpload: (files: File[]) => void;
  onNew: () => void;
}

export function FilesTitlebar(props: FilesTitlebarProps) {
  const { heading, bare, show, uploading, onShow, onUpload, onNew } = props;
  return (
    <div className="titlebar">
      <h1 ref={heading} tabIndex={-1}>
        Files
      </h1>
      {!bare && (
        <>
          <Segments label="Show" options={SHOWN} selected={show} onSelect={onShow} />
          <span className="grow" />
          <UploadButton quiet busy={uploading} onChoose={onUpload} />
          <Button variant="primary" icon="plus" onClick={onNew}>
            New file
          </Button>
        </>
      )}
    </div>
  );
}
