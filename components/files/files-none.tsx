import { Button } from "@/components/ui/button";
import type { FilesQuery } from "./query";

/** There are files, but none of these. */
export function FilesNone({ query, onShowAll }: { query: FilesQuery; onShowAll: () => void }) {
  const { title, text } = words(query);
  return (
    <div className="files-none">
      <b>{title}</b>
      <p>{text}</p>
      <Button onClick={onShowAll}>Show all files</Button>
    </div>
  );
}

function words({ show, q }: FilesQuery): { title: string; text: string } {
  if (q.trim() !== "") {
    const where = { all: "", yours: " of yours", shared: " shared with you" }[show];
    return { title: "Not found", text: `No file${where} has “${q.trim()}” in its name.` };
  }
  return show === "shared"
    ? { title: "Nothing shared with you yet", text: "Open an invite link that someone sent you." }
    : { title: "No files of your own yet", text: "Create one and start typing." };
}
