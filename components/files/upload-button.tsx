"use client";

import { useRef } from "react";
import { Button } from "@/components/ui/button";

interface UploadButtonProps {
  busy: boolean;
  size?: "md" | "lg";
  quiet?: boolean;
  onChoose: (files: File[]) => void;
}

export function UploadButton({ busy, size = "md", quiet = false, onChoose }: UploadButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        icon="upload"
        size={size}
        variant={quiet ? "quiet" : "plain"}
        busy={busy}
        onClick={() => input.current?.click()}
      >
        Upload
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onChoose([...(event.target.files ?? [])]);
          event.target.value = ""; // the same file again is a choice too
        }}
      />
    </>
  );
}
