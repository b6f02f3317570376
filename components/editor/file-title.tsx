import { Icon } from "@/components/ui/icon";
import { Menu, type MenuItem } from "@/components/ui/menu";

/** Shorter names are cut at their end, if at all. */
const CUT_FROM = 20;
/** So much of the end of a long name always shows. */
const TAIL = 11;

interface FileTitleProps {
  name: string;
  /** What can be done with the file; none: it is only a name. */
  items: MenuItem[];
}

/** The file's name, and the menu of the file under it. */
export function FileTitle({ name, items }: FileTitleProps) {
  if (items.length === 0) {
    return (
      <h1 className="fname" title={name}>
        <CutName name={name} />
      </h1>
    );
  }
  return (
    <Menu
      label="File"
      items={items}
      trigger={(props) => (
        <h1 className="fname-menu">
          <button {...props} type="button" className="btn btn-quiet fname" title={name}>
            <CutName name={name} />
            <Icon name="chevron-down" small />
          </button>
        </h1>
      )}
    />
  );
}

/** Where there is no room for all of it the middle goes and the ending stays; the tooltip has it whole. */
function CutName({ name }: { name: string }) {
  const characters = [...name];
  const cut = characters.length > CUT_FROM ? characters.length - TAIL : characters.length;
  return (
    <>
      <span className="fname-head">{characters.slice(0, cut).join("")}</span>
      <span className="fname-tail">{characters.slice(cut).join("")}</span>
    </>
  );
}
