import { RUN_BATCH_LENGTH, RUN_BATCH_LINES, RUN_SIGN_MS, type RunLine } from "@/lib/contracts/run";

/** How long lines wait for others to go with them: the server takes three requests a second. */
const GATHER_MS = 500;

/**
 * Gathers what a run prints and sends it in order, one request after the other. `send` is given how many lines came before,
 * and answers whether to go on.
 */
export function createRunOutlet(send: (at: number, lines: RunLine[]) => Promise<boolean>) {
  let waiting: RunLine[] = [];
  let sent = 0;
  let at = 0;
  let over = false;
  let sending = Promise.resolve();
  const flush = () => {
    sending = sending.then(async () => {
      while (waiting.length > 0 && !over) {
        const batch = takeBatch();
        over = !(await send(at, batch));
        at += batch.length;
      }
      sent = Date.now();
    });
    return sending;
  };
  const takeBatch = () => {
    let length = 0;
    const end = waiting.findIndex(({ text }, index) => {
      length += text.length;
      return index === RUN_BATCH_LINES || length > RUN_BATCH_LENGTH;
    });
    const batch = waiting.slice(0, end < 0 ? undefined : end);
    waiting = waiting.slice(batch.length);
    return batch;
  };
  const timer = setInterval(() => {
    if (waiting.length > 0) void flush();
    else if (Date.now() - sent > RUN_SIGN_MS && !over) {
      sent = Date.now();
      sending = sending.then(async () => void (await send(at, [])));
    }
  }, GATHER_MS);
  return {
    add: (line: RunLine) => void waiting.push(line),
    /** Resolves once all has been sent. */
    async end(): Promise<void> {
      clearInterval(timer);
      await flush();
    },
    drop(): void {
      over = true;
      clearInterval(timer);
    },
  };
}
