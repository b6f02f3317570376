/** Server-sent events, one answer's. */
export interface EventStream {
  response: Response;
  /** One event; its data as JSON. Nothing happens once it has ended. */
  send(event: string, data: unknown): void;
  end(): void;
}

/** Proxies give up on answers that say nothing for too long: nginx after 120 s (deploy/nginx.conf). */
const PING_EVERY_MS = 15_000;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // nginx would gather the events otherwise.
  "x-accel-buffering": "no",
};

/** `gone` is called once, when the caller goes away before the end. What is sent must be bounded: it waits in memory. */
export function createEventStream(gone: () => void): EventStream {
  const encoder = new TextEncoder();
  let open = true;
  let ping: NodeJS.Timeout | undefined;
  let write: (text: string) => void = () => undefined;
  let close: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      write = (text) => controller.enqueue(encoder.encode(text));
      close = () => controller.close();
    },
    cancel() {
      if (!open) return;
      open = false;
      clearInterval(ping);
      gone();
    },
  });
  ping = setInterval(() => write(": ping\n\n"), PING_EVERY_MS);
  return {
    response: new Response(body, { status: 200, headers: HEADERS }),
    send(event, data) {
      if (open) write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    end() {
      if (!open) return;
      open = false;
      clearInterval(ping);
      close();
    },
  };
}
