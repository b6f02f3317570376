/** Shorter names are cut at their end, if at all. */
const CUT_FROM = 20;
/** So much of the end of a long name always shows. */
const TAIL = 11;

/** The file's name. Where there is no room for all of it the middle goes and the ending stays; the tooltip has it whole. */
export function FileTitle({ name }: { name: string }) {
  const characters = [...name];
  const cut = characters.length > CUT_FROM ? characters.length - TAIL : characters.length;
  return (
    <h1 className="fname" title={name}>
      <span className="fname-head">{characters.slice(0, cut).join("")}</span>
      <span className="fname-tail">{characters.slice(cut).join("")}</span>
    </h1>
  );
}
