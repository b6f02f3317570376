import Link from "next/link";
import type { Clock } from "@/components/hooks/use-clock";
import { ROLE_NAMES } from "@/components/role-names";
import { IconButton } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { relativeTime } from "@/components/ui/relative-time";
import { can } from "@/lib/access/policy";
import type { ListedFileView } from "@/lib/contracts/files";
import { languageName } from "@/lib/contracts/languages";
import { FileName } from "./file-name";

/** What a row's menu asks for; the page answers with a dialog. */
export type RowAction = "share" | "rename" | "leave" | "delete";

interface FileRowProps {
  file: ListedFileView;
  clock: Clock;
  onOpen: (file: ListedFileView) => void;
  onAction: (action: RowAction, file: ListedFileView) => void;
}

export function FileRow({ file, clock, onOpen, onAction }: FileRowProps) {
  const { id, name, language, role, updated_at } = file;
  return (
    <tr>
      <td>
        {/* Not fetched ahead: a list would fetch every file. */}
        <Link className="file" href={`/files/${id}`} prefetch={false} title={name}>
          <FileName name={name} />
        </Link>
        {/* What the columns say where there is room for them. */}
        <div className="narrow trunc">
          {languageName(language)} · {ROLE_NAMES[role]}
          {role !== "owner" && ` · ${file.owner_username}`}
        </div>
      </td>
      <td className="wide">{languageName(language)}</td>
      <td className="wide">{ownerOf(file)}</td>
      <td className="wide">
        {role === "viewer" && <Icon name="eye" />}
        {ROLE_NAMES[role]}
      </td>
      <td className="num">
        <time dateTime={updated_at}>{relativeTime(Date.parse(updated_at), clock.now, clock.timeZone)}</time>
      </td>
      <td className="end">
        <Menu
          label={`More for ${name}`}
          items={menuItems(file, onOpen, onAction)}
          trigger={(props) => <IconButton small icon="more" label={`More for ${name}`} {...props} />}
        />
      </td>
    </tr>
  );
}

const ownerOf = ({ role, owner_username }: ListedFileView): string =>
  role === "owner" ? "You" : owner_username;

function menuItems(
  file: ListedFileView,
  onOpen: FileRowProps["onOpen"],
  onAction: FileRowProps["onAction"],
): MenuItem[] {
  const ask = (action: RowAction) => () => onAction(action, file);
  const items: MenuItem[] = [{ label: "Open", icon: "file", onSelect: () => onOpen(file) }];
  if (can(file.role, "people:list")) {
    items.push({ label: "Share…", icon: "share", onSelect: ask("share") });
  }
  if (can(file.role, "file:rename")) {
    items.push({ label: "Rename…", icon: "pencil", onSelect: ask("rename") });
  }
  // An owner hands the file over first.
  if (file.role !== "owner" && can(file.role, "people:leave")) {
    items.push({ label: "Leave…", icon: "sign-out", danger: true, apart: true, onSelect: ask("leave") });
  }
  if (can(file.role, "file:delete")) {
    items.push({ label: "Delete…", icon: "trash", danger: true, apart: true, onSelect: ask("delete") });
  }
  return items;
}
