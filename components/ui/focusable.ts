const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/** What Tab reaches inside an element, in order. */
export function focusableIn(container: HTMLElement): HTMLElement[] {
  return [...container.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.tabIndex >= 0 && !element.closest("[hidden], [inert]"),
  );
}

/** Where the focus goes from `index` of `count`, round both ends. With nothing focused (-1), the first or the last. */
export function stepIndex(index: number, count: number, step: 1 | -1): number {
  if (index < 0) return step === 1 ? 0 : count - 1;
  return (index + step + count) % count;
}
