/** The parts of a username: at `-`, `_`, spaces and where a capital follows a small letter. */
const PARTS = /[-_\s]+|(?<=[a-z])(?=[A-Z])/;

/** Two letters for a person: the first of the first two parts, else the first two letters. `mei-lin` is ML, `sam` SA. */
export function initials(name: string): string {
  const parts = name.split(PARTS).filter((part) => part !== "");
  const [first, second] = parts;
  if (first === undefined) return "?";
  const letters =
    second === undefined ? [...first].slice(0, 2) : [...first].slice(0, 1).concat([...second].slice(0, 1));
  return letters.join("").toUpperCase();
}
