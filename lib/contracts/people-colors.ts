/**
 * Light hex of the twelve people colours, in the order they are handed out (design tokens --person-1 … --person-12).
 * `user.color` in awareness carries one of these; a browser maps it back to its slot to show the theme's own value.
 */
export const PEOPLE_COLORS: readonly string[] = [
  "#d65997",
  "#839007",
  "#4954c2",
  "#953307",
  "#1289e7",
  "#16485f",
  "#571a89",
  "#916508",
  "#7a438b",
  "#466047",
  "#662f32",
  "#2c8e66",
];

/** The place of a person's colour (1 to 12) from `user.color` of awareness; undefined for a colour not handed out. */
export function colorSlot(color: string): number | undefined {
  const index = PEOPLE_COLORS.indexOf(color.toLowerCase());
  return index < 0 ? undefined : index + 1;
}
