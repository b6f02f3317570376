interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Between the menu and its opener, and between the menu and the window's edge. */
const GAP = 4;
const EDGE = 8;

/**
 * Where a menu goes, in window px: under its opener, ends aligned on the side with more room; above it when there is no
 * room below; never past the window's edge.
 */
export function placeMenu(
  opener: Box,
  menu: { width: number; height: number },
  view: { width: number; height: number },
): { left: number; top: number } {
  const alignRight = opener.left + opener.right > view.width;
  const left = alignRight ? opener.right - menu.width : opener.left;
  const below = opener.bottom + GAP;
  const fitsBelow = below + menu.height <= view.height - EDGE;
  const top = fitsBelow ? below : opener.top - GAP - menu.height;
  return {
    left: clamp(left, view.width - menu.width - EDGE),
    top: clamp(top, view.height - menu.height - EDGE),
  };
}

const clamp = (value: number, max: number): number => Math.max(EDGE, Math.min(value, max));
