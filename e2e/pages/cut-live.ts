import type { Page } from "playwright/test";

export interface LiveCut {
  /** Ends the live connection and refuses every new one; pages and REST go on. */
  cut(): Promise<void>;
  /** The page hears it, as a browser tells when there is a network again. */
  mend(): Promise<void>;
  /** The page has to find out by itself. */
  mendUnheard(): void;
  /** From now on what the server says waits until `letThrough`; what the page sends still arrives. */
  hold(): void;
  letThrough(): void;
  /** From now on nothing the page sends arrives; what the server says still does. */
  mute(): void;
}

/** Control over a page's live connection alone. Call it before the page is opened. */
export async function cutLive(page: Page): Promise<LiveCut> {
  let isCut = false;
  let isMuted = false;
  let held: (() => void)[] | null = null;
  let end: () => Promise<void> = () => Promise.resolve();
  await page.routeWebSocket(/socket\.io/, (socket) => {
    if (isCut) return void socket.close({ code: 1001 });
    const upstream = socket.connectToServer();
    socket.onMessage((message) => {
      if (!isMuted) upstream.send(message);
    });
    upstream.onMessage((message) => {
      if (held === null) socket.send(message);
      else held.push(() => socket.send(message));
    });
    end = async () => {
      await upstream.close();
      await socket.close({ code: 1001 });
    };
  });
  const mendUnheard = () => {
    isCut = false;
  };
  return {
    async cut() {
      isCut = true;
      await end();
    },
    mendUnheard,
    async mend() {
      mendUnheard();
      await page.evaluate(() => window.dispatchEvent(new Event("online")));
    },
    hold() {
      held ??= [];
    },
    letThrough() {
      for (const send of held ?? []) send();
      held = null;
    },
    mute() {
      isMuted = true;
    },
  };
}
