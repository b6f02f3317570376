/** This much of a long name's end stays when there is no room: the extension and a little before it. */
const TAIL = 10;
/** A shorter name is not taken apart. */
const LONG = 14;

/** A file's name on one line. Without room it is cut in the middle and keeps its end: `a_very_lon…_report.sql`. */
export function FileName({ name }: { name: string }) {
  const characters = [...name];
  if (characters.length < LONG) return <span className="file-name-head">{name}</span>;
  return (
    <>
      <span className="vh">{name}</span>
      <span aria-hidden="true" className="file-name-head">
        {characters.slice(0, -TAIL).join("")}
      </span>
      <span aria-hidden="true" className="file-name-tail">
        {characters.slice(-TAIL).join("")}
      </span>
    </>
  );
}
