import { useEffect, useEffectEvent, useRef, useState } from "react";
import { type Uploaded, upload } from "./upload";

export interface Upload {
  busy: boolean;
  /** Files are held over the page. */
  hovering: boolean;
  start: (files: Iterable<File>) => Promise<void>;
}

/** Uploads what is chosen, or dropped anywhere on the page. One batch at a time. */
export function useUpload(maxBytes: number, onDone: (uploaded: Uploaded) => void): Upload {
  const [busy, setBusy] = useState(false);
  const [hovering, setHovering] = useState(false);
  const running = useRef(false);
  const start = async (files: Iterable<File>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      onDone(await upload(files, maxBytes));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  const drop = useEffectEvent((files: FileList) => void start([...files]));
  useEffect(() => listenForDrops(setHovering, drop), []);
  return { busy, hovering, start };
}

/** Answers how to stop. Whatever is dropped beside a target would replace the page, so all of it is taken. */
function listenForDrops(onHover: (hovering: boolean) => void, onDrop: (files: FileList) => void): () => void {
  const over = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    onHover(document.querySelector("dialog[open]") === null);
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) onHover(false); // out of the window
  };
  const drop = (event: DragEvent) => {
    onHover(false);
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    if (document.querySelector("dialog[open]") === null) onDrop(event.dataTransfer.files);
  };
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", leave);
  document.addEventListener("drop", drop);
  return () => {
    document.removeEventListener("dragover", over);
    document.removeEventListener("dragleave", leave);
    document.removeEventListener("drop", drop);
  };
}
