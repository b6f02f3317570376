import { expect, vi } from "vitest";
import { getFile } from "./api";
import { openPageClient, type PageClient } from "./page-client";
import { connectStock, type StockClient } from "./plain-client";
import { seededRandom } from "./random";
import { lostOrDoubled, pageTypist, startTyping, stockTypist, type Typing, type Typist } from "./typists";

export interface DeskPlan {
  fileId: number;
  token: string;
  /** The server that is asked over REST what the file holds. */
  rest: string;
  /** Where each page connects, and each stock client; all of them type. */
  pages: readonly string[];
  stock: readonly string[];
  /** Where each stock client connects that only reads. */
  readers?: readonly string[];
  /** Who types when and where follows from it. */
  seed: number;
  everyMs: number;
  /** How long they may take until all say the same. */
  convergedWithinMs: number;
}

/** People who type into one file, on both roads. `leave` it. */
export interface Desk {
  pages: PageClient[];
  /** Those who type, then those who read. */
  stock: StockClient[];
  /** Everybody who types, pages first. */
  typists: Typist[];
  typing: Typing;
  /** Resolves when everybody is told that nothing of theirs is under way. */
  settled(): Promise<void>;
  /** Resolves when so many words more were typed. */
  typed(more: number): Promise<void>;
  /** Types a little more, then waits until all say the same, and holds every word against the file. */
  finish(): Promise<void>;
  /** Idempotent. */
  leave(): void;
}

const TYPED_TO_BEGIN = 20;
const TYPED_TO_END = 20;

export async function openDesk(plan: DeskPlan): Promise<Desk> {
  const { fileId, token, rest, seed, everyMs, convergedWithinMs, readers = [] } = plan;
  const pages = plan.pages.map((url) => openPageClient(url, fileId, token));
  const stock = [...plan.stock, ...readers].map((url) => connectStock(url, fileId, token));
  const everybody = [...pages.map(pageTypist), ...stock.map(stockTypist)];
  const typists = everybody.slice(0, everybody.length - readers.length);
  const until = (check: () => void) => vi.waitFor(check, { timeout: convergedWithinMs, interval: 20 });
  const expectSettled = () =>
    expect(everybody.map((one) => one.settled())).toEqual(everybody.map(() => true));
  const goHome = () => {
    for (const page of pages) page.close();
    for (const { provider } of stock) provider.destroy();
  };
  await until(expectSettled).catch((error: unknown) => {
    goHome();
    throw error;
  });
  const typing = startTyping(typists, seededRandom(seed), everyMs);
  const typed = (more: number) => {
    const from = typing.words.length;
    return until(() => expect(typing.words.length).toBeGreaterThanOrEqual(from + more));
  };
  await typed(TYPED_TO_BEGIN);
  return {
    ...{ pages, stock, typists, typing, typed },
    settled: () => until(expectSettled),
    async finish() {
      await typed(TYPED_TO_END);
      typing.stop();
      await until(() => {
        expectSettled();
        expect(new Set(everybody.map((one) => String(one.text()))).size, `seed ${seed}`).toBe(1);
      });
      const { content } = await getFile(rest, token, fileId);
      expect(content, `seed ${seed}`).toBe(String(everybody[0]?.text()));
      expect(lostOrDoubled(typing.words, content), `seed ${seed}`).toEqual([]);
    },
    leave() {
      typing.stop();
      goHome();
    },
  };
}
