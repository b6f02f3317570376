import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type ModelServer, refuses, says, startModelServer, type Turn } from "@/test-support/model-server";
import { MODEL_BOUNDS, type ModelBounds, type ModelChunk } from "./language-model";
import { ModelFailure } from "./model-failure";
import { createOpenAiModel } from "./openai-model";

/** The real client, held against a server that says what real ones say when they fail. */

const KEY = "sk-only-for-this-test-0123456789";
const BOUNDS: ModelBounds = { ...MODEL_BOUNDS, connect: 600, idle: 600, retryDefault: 20 };
const REQUEST = { messages: [{ role: "user" as const, content: "12|return reslut" }], outputTokens: 100 };

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

interface Heard {
  text: string;
  chunks: ModelChunk[];
  failure: ModelFailure | null;
}

async function ask(
  signal = new AbortController().signal,
  settings = {},
  bounds = BOUNDS,
  chunks: ModelChunk[] = [],
): Promise<Heard> {
  const model = createOpenAiModel({ apiKey: KEY, baseUrl: server.url, model: "tiny", ...settings }, bounds);
  const heard: Heard = { text: "", chunks, failure: null };
  try {
    for await (const chunk of model.answer(REQUEST, signal)) {
      heard.chunks.push(chunk);
      if (chunk.kind === "text") heard.text += chunk.delta;
    }
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    heard.failure = error;
  }
  return heard;
}

async function asked(...turns: Turn[]): Promise<Heard & { requests: number }> {
  const before = server.requests.length;
  server.script(...turns);
  return { ...(await ask()), requests: server.requests.length - before };
}

const endOf = ({ chunks }: Heard) => chunks.at(-1);

describe("an answer", () => {
  test("comes in pieces, with its usage, and asks for nothing that only some servers know", async () => {
    const heard = await asked(says("Der Fehler: 🐛 in Zeile 12.", [31, 9], 3));
    expect(heard.text).toBe("Der Fehler: 🐛 in Zeile 12.");
    expect(endOf(heard)).toEqual({
      kind: "end",
      end: "complete",
      usage: { input_tokens: 31, output_tokens: 9, estimated: false },
    });
    const seen = server.requests.at(-1);
    expect(seen?.path).toBe("/v1/chat/completions");
    expect(seen?.authorization).toBe(`Bearer ${KEY}`);
    expect(Object.keys(seen?.body ?? {}).sort()).toEqual([
      "max_tokens",
      "messages",
      "model",
      "stream",
      "stream_options",
    ]);
    for (const told of ["x-stainless-os", "x-stainless-arch", "x-stainless-runtime-version"])
      expect(seen?.headers).not.toHaveProperty(told);
  });

  test("without [DONE], without usage, with empty choices: nothing is missed", async () => {
    const heard = await asked((answer) => {
      answer.event(JSON.stringify({ choices: [] }));
      answer.event("null");
      answer.say("fine");
      answer.finish("stop");
      answer.response.end();
    });
    expect(heard.text).toBe("fine");
    expect(endOf(heard)).toEqual({ kind: "end", end: "complete", usage: null });
  });

  test.each<[string, string | null]>([
    ["length", "length"],
    ["closed", null],
    ["filtered", "content_filter"],
  ])("that ends as %s says so", async (end, reason) => {
    const heard = await asked((answer) => {
      answer.say("half of");
      answer.finish(reason);
      answer.done();
    });
    expect(heard.text).toBe("half of");
    expect(endOf(heard)).toMatchObject({ kind: "end", end });
  });

  test("a server without keys is asked without one", async () => {
    server.script(says("hello"));
    expect((await ask(undefined, { apiKey: undefined })).text).toBe("hello");
    expect(server.requests.at(-1)?.authorization).toBe("Bearer none");
  });
});

describe("what goes wrong is one sentence", () => {
  test.each<[string, Turn, RegExp, number]>([
    [
      "400",
      refuses(400, { error: { message: "bad `field` <b>x</b>" } }),
      /refused the request\. It said: “bad field/,
      1,
    ],
    [
      "400 too long",
      refuses(400, { error: { message: "maximum context length is 8192 tokens" } }),
      /too long/,
      1,
    ],
    [
      "401",
      refuses(401, { error: { message: `Incorrect API key provided: ${KEY}` } }),
      /check OPENAI_API_KEY/,
      1,
    ],
    ["403", refuses(403), /check OPENAI_API_KEY/, 1],
    ["404", refuses(404), /does not know the model tiny/, 1],
    ["413", refuses(413, "<html>Payload Too Large"), /too long/, 1],
    ["429, no word of waiting", refuses(429), /is busy\. Ask again in a minute/, 2],
    ["429, wait 120 s", refuses(429, {}, { "retry-after": "120" }), /asks to wait 2 minutes/, 1],
    ["429, no budget", refuses(429, { error: { code: "insufficient_quota" } }), /no budget left/, 1],
    ["500", refuses(500), /has a fault \(500\)/, 2],
    [
      "502 with a page",
      refuses(502, `<!DOCTYPE html><h1>Bad gateway ${"x".repeat(9_000)}`),
      /has a fault \(502\)\. Ask again in a moment\.$/,
      2,
    ],
    ["503, wait an hour", refuses(503, {}, { "retry-after": "3600" }), /has a fault \(503\)/, 1],
    ["dropped before headers", ({ response }) => void response.destroy(), /cannot be reached/, 2],
    ["never answers", () => undefined, /did not answer within 0.6 seconds/, 1],
    ["stalls after the headers", (answer) => answer.begin(), /said nothing more for 0.6 seconds/, 1],
    [
      "reset in the middle",
      (answer) => {
        answer.say("half");
        setImmediate(() => answer.response.destroy());
      },
      /broke off/,
      1,
    ],
    [
      "malformed",
      (answer) => {
        answer.say("half");
        answer.event("{broken");
      },
      /cannot be read/,
      1,
    ],
    [
      "an error in the stream",
      (answer) => {
        answer.say("half");
        answer.event('{"error":{"message":"out of memory"}}');
      },
      /with a fault\. It said: “out of memory”/,
      1,
    ],
    ["a page in place of a stream", refuses(200, "<html>hello</html>"), /cannot be read/, 1],
  ])("%s", async (_name, turn, sentence, requests) => {
    const heard = await asked(turn);
    expect(heard.failure?.sentence).toMatch(sentence);
    expect(heard.requests).toBe(requests);
    expect(heard.failure?.sentence).not.toContain(KEY);
    expect(heard.failure?.message).not.toContain(server.url);
    expect(heard.failure?.sentence.length).toBeLessThan(300);
  });

  test("nobody listens there", async () => {
    const gone = await startModelServer();
    await gone.close();
    const heard = await ask(undefined, { baseUrl: gone.url });
    expect(heard.failure?.sentence).toMatch(/cannot be reached/);
  });

  test("an answer without end is ended", async () => {
    server.script(async (answer) => {
      const talking = setInterval(() => answer.say("and "), 50);
      await answer.gone;
      clearInterval(talking);
    });
    const heard = await ask(undefined, {}, { ...BOUNDS, idle: 10_000, total: 700 });
    expect(heard.failure?.sentence).toMatch(/longer than 0.7 seconds/);
    expect(heard.text).toMatch(/^and and /);
  });

  test("nothing of it is printed", async () => {
    const printed = vi.spyOn(process.stderr, "write");
    await asked((answer) => answer.event("{broken"));
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });
});

describe("once more", () => {
  test("is asked after the wait that was named, which is told", async () => {
    const since = performance.now();
    const heard = await asked(refuses(429, {}, { "retry-after-ms": "150" }), says("now"));
    expect(performance.now() - since).toBeGreaterThan(145);
    expect(heard.chunks[0]).toEqual({
      kind: "waiting",
      seconds: 1,
      why: "The model's server is busy and asks to wait 1 second. Ask again then.",
    });
    expect([heard.text, heard.failure]).toEqual(["now", null]);
  });

  test("is not asked when there was text", async () => {
    const heard = await asked((answer) => {
      answer.say("half");
      setImmediate(() => answer.response.destroy());
    }, says("twice"));
    expect([heard.text, heard.requests]).toEqual(["half", 1]);
  });
});

describe("an abort", () => {
  test.each<[string, Turn, ModelChunk["kind"] | null]>([
    ["in the middle", (answer) => answer.say("half"), "text"],
    ["after the headers", (answer) => answer.begin(), "answering"],
    ["before the headers", () => undefined, null],
  ])("%s reaches the model's server within 200 ms, and ends without a word", async (_name, turn, kind) => {
    server.script(turn);
    const before = server.requests.length;
    const stop = new AbortController();
    const heard: ModelChunk[] = [];
    const hearing = ask(stop.signal, {}, BOUNDS, heard);
    await vi.waitFor(() => expect(server.requests.length).toBe(before + 1), { interval: 2 });
    if (kind !== null)
      await vi.waitFor(() => expect(heard.map((chunk) => chunk.kind)).toContain(kind), { interval: 2 });
    const since = performance.now();
    stop.abort();
    expect((await hearing).failure).toBeNull();
    expect(heard.map((chunk) => chunk.kind)).not.toContain("end");
    const seen = server.requests.at(-1);
    await vi.waitFor(() => expect(seen?.closedAt).not.toBeNull(), { interval: 2, timeout: 200 });
    expect((seen?.closedAt ?? Number.POSITIVE_INFINITY) - since).toBeLessThan(200);
  });

  test("during a wait ends it at once", async () => {
    server.script(refuses(429, {}, { "retry-after": "19" }));
    const stop = new AbortController();
    const heard: ModelChunk[] = [];
    const hearing = ask(stop.signal, {}, BOUNDS, heard);
    await vi.waitFor(() => expect(heard[0]?.kind).toBe("waiting"), { interval: 2 });
    const since = performance.now();
    stop.abort();
    expect((await hearing).failure).toBeNull();
    expect(performance.now() - since).toBeLessThan(200);
  });

  test("when nobody listens any more gives the request up", async () => {
    server.script((answer) => answer.say("half"));
    const model = createOpenAiModel({ apiKey: KEY, baseUrl: server.url, model: "tiny" }, BOUNDS);
    for await (const chunk of model.answer(REQUEST, new AbortController().signal)) {
      if (chunk.kind === "text") break;
    }
    const seen = server.requests.at(-1);
    await vi.waitFor(() => expect(seen?.closedAt).not.toBeNull(), { interval: 2, timeout: 200 });
  });
});
