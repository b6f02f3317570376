/** What is said of who came and who left, in words; null: nothing. Names in the order they are known. */
export function sayChanges(
  before: ReadonlyMap<number, string>,
  now: ReadonlyMap<number, string>,
): string | null {
  const came = [...now].filter(([id]) => !before.has(id)).map(([, name]) => name);
  const left = [...before].filter(([id]) => !now.has(id)).map(([, name]) => name);
  const sentences = [
    came.length > 0 && `${listNames(came)} joined`,
    left.length > 0 && `${listNames(left)} left`,
  ];
  const said = sentences.filter((sentence) => sentence !== false);
  return said.length === 0 ? null : said.join(". ");
}

/** Of more than three, two and how many others. */
const NAMES_MAX = 3;

function listNames(names: readonly string[]): string {
  const [first = "", second = ""] = names;
  if (names.length === 1) return first;
  if (names.length > NAMES_MAX) return `${first}, ${second} and ${names.length - 2} others`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
