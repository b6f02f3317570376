import { type RefObject, useEffectEvent, useLayoutEffect } from "react";
import { placeMenu } from "./place-menu";

interface PopoverOptions {
  opener: () => HTMLElement | null;
  /** Once it is shown and placed. */
  onOpen: (element: HTMLElement) => void;
  /** Something else was clicked, or what it hangs on moved away: the focus is where it should be. */
  onLeave: () => void;
}

/** Shows an element with `popover="manual"` in the browser's top layer, beside its opener, while it is mounted. */
export function usePopover(ref: RefObject<HTMLElement | null>, options: PopoverOptions): void {
  const open = useEffectEvent((): HTMLElement | null => {
    const element = ref.current;
    const opener = options.opener();
    if (element === null || opener === null) return null;
    element.showPopover();
    const place = placeMenu(opener.getBoundingClientRect(), element.getBoundingClientRect(), {
      width: window.innerWidth,
      height: window.innerHeight,
    });
    element.style.left = `${place.left}px`;
    element.style.top = `${place.top}px`;
    options.onOpen(element);
    return element;
  });
  const leave = useEffectEvent((event: Event) => {
    const { target } = event;
    const inside =
      target instanceof Node && (ref.current?.contains(target) || options.opener()?.contains(target));
    if (inside !== true) options.onLeave();
  });
  // Once, however often the page around it is drawn anew meanwhile.
  useLayoutEffect(() => {
    if (open() === null) return;
    const onEvent = (event: Event) => leave(event);
    document.addEventListener("pointerdown", onEvent, true);
    document.addEventListener("scroll", onEvent, true);
    window.addEventListener("resize", onEvent);
    return () => {
      document.removeEventListener("pointerdown", onEvent, true);
      document.removeEventListener("scroll", onEvent, true);
      window.removeEventListener("resize", onEvent);
    };
  }, []);
}
