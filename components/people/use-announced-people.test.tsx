// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ToastProvider } from "@/components/ui/toasts";
import type { PersonHere } from "./read-people";
import { useAnnouncedPeople } from "./use-announced-people";

const SETTLE_MS = 2_000;
const SAY_EVERY_MS = 5_000;
const HOUR_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const people = (...names: string[]): PersonHere[] =>
  names.map((name, n) => ({ id: n + 1, name, color: "#d65997", clientId: n + 1 }));

function Page({ here }: { here: readonly PersonHere[] }) {
  useAnnouncedPeople(here, true);
  return null;
}

it.each([-HOUR_MS, 0, HOUR_MS])(
  "who comes is said at once, then every 5 s at most, also when the clock is set by %i ms",
  (byMs) => {
    const place = document.createElement("div");
    const root = createRoot(place);
    const show = (here: PersonHere[]) =>
      act(() =>
        root.render(
          <ToastProvider>
            <Page here={here} />
          </ToastProvider>,
        ),
      );
    const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));
    show(people("ada"));
    pass(SETTLE_MS);
    expect(place.textContent).toBe("");
    show(people("ada", "ben"));
    pass(1);
    expect(place.textContent).toBe("ben joined");
    vi.setSystemTime(Date.now() + byMs);
    show(people("ada", "ben", "cid"));
    pass(SAY_EVERY_MS - 2);
    expect(place.textContent).not.toContain("cid joined");
    pass(1);
    expect(place.textContent).toContain("cid joined");
    act(() => root.unmount());
  },
);
