import { problemSchema } from "@/lib/contracts/common";

export interface SentEvent {
  event: string;
  data: unknown;
  /** When it came, by `performance.now()`. */
  at: number;
}

export interface EventReader {
  status: number;
  headers: Headers;
  /** Every event so far. */
  events: SentEvent[];
  /** All that came, as it came. */
  raw(): string;
  /** Resolves when the answer is over. */
  ended: Promise<void>;
  close(): void;
}

/** `POST /files/{id}/assist`, read as it comes; a refusal is one event of the name `refused`. */
export async function askForEvents(
  url: string,
  token: string,
  fileId: number,
  body: unknown,
): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/v1/files/${fileId}/assist`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: abort.signal,
  });
  const events: SentEvent[] = [];
  let raw = "";
  const read = async () => {
    if (!response.ok) {
      raw = await response.text();
      events.push({ event: "refused", data: problemSchema.parse(JSON.parse(raw)), at: performance.now() });
      return;
    }
    const decoder = new TextDecoder();
    let rest = "";
    for await (const bytes of response.body ?? []) {
      const piece = decoder.decode(bytes, { stream: true });
      raw += piece;
      rest += piece;
      for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
        const [, event = "", data = ""] = /^event: (\w+)\ndata: (.*)$/.exec(rest.slice(0, end)) ?? [];
        rest = rest.slice(end + 2);
        if (event !== "") events.push({ event, data: JSON.parse(data), at: performance.now() });
      }
    }
  };
  return {
    status: response.status,
    headers: response.headers,
    events,
    raw: () => raw,
    ended: read().catch((error: unknown) => {
      if (!abort.signal.aborted) throw error;
    }),
    close: () => abort.abort(),
  };
}
