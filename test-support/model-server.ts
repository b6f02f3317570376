import { once } from "node:events";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";

/** What the scripted model does with one request. */
export type Turn = (answer: ModelAnswer, request: ModelRequestSeen) => void | Promise<void>;

/** One answer under way. Pieces go out as they are said. */
export interface ModelAnswer {
  response: ServerResponse;
  /** Begins a stream of events; `say` and the others do it by themselves. */
  begin(): void;
  /** One chunk with this text. */
  say(text: string): void;
  /** The last chunk; null: none is said. */
  finish(reason: string | null): void;
  usage(input: number, output: number): void;
  /** One event as it is. */
  event(data: string): void;
  /** `[DONE]`, and the end of the answer. */
  done(): void;
  /** Resolves when the asker has gone away. */
  gone: Promise<void>;
}

export interface ModelRequestSeen {
  at: number;
  authorization: string | undefined;
  headers: http.IncomingHttpHeaders;
  path: string;
  body: z.infer<typeof bodySchema>;
  /** When the asker closed the connection before the answer was complete, by `performance.now()`. */
  closedAt: number | null;
}

export interface ModelServer {
  /** For OPENAI_BASE_URL. */
  url: string;
  requests: ModelRequestSeen[];
  /** Turns for the next requests, in order; the last one stays. */
  script(...turns: Turn[]): void;
  close(): Promise<void>;
}

const bodySchema = z.looseObject({
  model: z.string(),
  stream: z.boolean(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
});

/** A server that speaks as OpenAI's chat completions do, and says and does what a test wants. `close` it. */
export async function startModelServer(): Promise<ModelServer> {
  const requests: ModelRequestSeen[] = [];
  let turns: Turn[] = [says("")];
  const server = http.createServer((request, response) => {
    void readBody(request).then((body) => {
      const seen: ModelRequestSeen = {
        at: performance.now(),
        authorization: request.headers.authorization,
        headers: request.headers,
        path: request.url ?? "",
        body: bodySchema.parse(JSON.parse(body)),
        closedAt: null,
      };
      requests.push(seen);
      response.once("close", () => {
        if (!response.writableFinished) seen.closedAt = performance.now();
      });
      const [turn] = turns;
      if (turns.length > 1) turns = turns.slice(1);
      return turn?.(answerOn(response), seen);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    script(...next) {
      turns = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString("utf8");
}

function answerOn(response: ServerResponse): ModelAnswer {
  const begin = () => {
    if (response.headersSent) return;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
  };
  const event = (data: string) => {
    begin();
    response.write(`data: ${data}\n\n`);
  };
  const chunk = (fields: object) =>
    event(JSON.stringify({ id: "answer", object: "chat.completion.chunk", created: 1, ...fields }));
  return {
    response,
    begin,
    event,
    say: (content) => chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
    finish: (reason) => chunk({ choices: [{ index: 0, delta: {}, finish_reason: reason }] }),
    usage: (input, output) =>
      chunk({
        choices: [],
        usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
      }),
    done() {
      event("[DONE]");
      response.end();
    },
    gone: new Promise((resolve) => response.once("close", () => resolve())),
  };
}

/** The whole of an answer, in pieces of a few letters as models say it. */
export const says =
  (text: string, usage: [input: number, output: number] | null = [100, 20], pieces = 7): Turn =>
  (answer) => {
    answer.begin();
    for (let at = 0; at < text.length; at += pieces) answer.say(text.slice(at, at + pieces));
    answer.finish("stop");
    if (usage !== null) answer.usage(...usage);
    answer.done();
  };

/** An answer with an error status. */
export const refuses =
  (
    status: number,
    body: unknown = { error: { message: "no" } },
    headers: Record<string, string> = {},
  ): Turn =>
  ({ response }) => {
    const isText = typeof body === "string";
    response.writeHead(status, { "content-type": isText ? "text/html" : "application/json", ...headers });
    response.end(isText ? body : JSON.stringify(body));
  };
