/** Where a name flag stands beside its caret; `cap`: nowhere without covering code, so only the caret's cap shows. */
export type FlagPlace = "side" | "above" | "below" | "cap";

/** Where the text of a row of the screen begins and ends, px from the same edge as the caret; equal when it has none. */
export interface RowText {
  start: number;
  end: number;
}

export interface FlagSite {
  /** The caret, px. */
  left: number;
  /** The open flag's width, px. */
  width: number;
  atLineEnd: boolean;
  /** The rows above and below; null: no flag can stand there. */
  above: RowText | null;
  below: RowText | null;
}

/**
 * Nothing covers code: right of the caret at a line's end, else above or below where no text is. `taken` says where
 * another flag stands already.
 */
export function placeFlag(
  { left, width, atLineEnd, above, below }: FlagSite,
  taken: (place: FlagPlace) => boolean,
): FlagPlace {
  const isClear = (row: RowText | null) =>
    row !== null && (row.start === row.end || row.end <= left || row.start >= left + width);
  if (atLineEnd && !taken("side")) return "side";
  if (isClear(above) && !taken("above")) return "above";
  return isClear(below) && !taken("below") ? "below" : "cap";
}
