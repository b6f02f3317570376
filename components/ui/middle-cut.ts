const ELLIPSIS = "…";

/** Cuts a long file name in the middle and keeps its ending: `a_very_lon…_report.sql`. `max` counts characters. */
export function middleCut(name: string, max: number): string {
  const characters = [...name];
  if (characters.length <= max) return name;
  const tail = Math.floor((max - 1) / 2);
  const head = max - 1 - tail;
  return `${characters.slice(0, head).join("")}${ELLIPSIS}${characters.slice(-tail).join("")}`;
}
