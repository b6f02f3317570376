import { describe, expect, test } from "vitest";
import { seededRandom, testSeed } from "@/test-support/random";
import type { AnswerEvent } from "./answer-events";
import { createAnswerParser } from "./answer-parser";

const CHUNKINGS = 2_000;

const ANSWER = `Two things stand out. 🐛 \`total\` is one of them:

@@finding {"line":12,"quote":"    return reslut","kind":"bug","severity":"error","title":"\`reslut\` is not defined","confidence":0.97,"ref":"A3"}
It is a typo of \`result\`.
It would raise a NameError.
<<<<<<< SEARCH
    return reslut
=======
    return result
>>>>>>> REPLACE
@@end
\`\`\`
@@finding {"line":"4","quote":"for row in rows:","kind":"Performance","severity":"warning","title":"One query per row"}
Ask for all at once. 🚀
<<<<<<< SEARCH
for row in rows:
    load(row)
=======
load_all(rows)
>>>>>>> REPLACE
<<<<<<< SEARCH
import load
=======
import load_all
>>>>>>> REPLACE
@@end
\`\`\`
@@finding {"line": broken
is passed over
@@end
@@finding {"line":30,"quote":"x","kind":"style","severity":"hint","title":"No end"}
@@finding {
  "line": 31, "quote": "y {", "title": "Written over several lines"
}
@@end
That is all.`;

/** What is the same however the answer was cut: text runs together. */
function merged(events: readonly AnswerEvent[]): AnswerEvent[] {
  const together: AnswerEvent[] = [];
  for (const event of events) {
    const last = together.at(-1);
    if (event.kind === "text" && last?.kind === "text") last.delta += event.delta;
    else together.push({ ...event });
  }
  return together;
}

function read(
  pieces: readonly string[],
  json = true,
  whole = false,
): { events: AnswerEvent[]; misread: number } {
  const parser = createAnswerParser({ json });
  const events = pieces.flatMap((piece) => parser.push(piece));
  return { events: merged([...events, ...parser.end(whole)]), misread: parser.misread };
}

const textOf = (events: readonly AnswerEvent[]) =>
  events.map((event) => (event.kind === "text" ? event.delta : "")).join("");

function pieces(text: string, random: () => number): string[] {
  const cuts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const size = 1 + Math.floor(random() ** 3 * 40);
    cuts.push(text.slice(at, at + size));
    at += size;
  }
  return cuts;
}

test("findings and text come out, in order", () => {
  const { events, misread } = read([ANSWER]);
  expect(misread).toBe(1);
  expect(events.map(({ kind }) => kind).join(" ")).toBe(
    "text head edit done head edit edit done head done head done text",
  );
  expect(events[1]).toMatchObject({
    index: 0,
    head: {
      line: 12,
      quote: "    return reslut",
      kind: "bug",
      severity: "error",
      confidence: 0.97,
      ref: "A3",
    },
  });
  expect(events[2]).toEqual({
    kind: "edit",
    index: 0,
    block: { search: "    return reslut", replace: "    return result" },
  });
  expect(events[3]).toEqual({
    kind: "done",
    index: 0,
    explanation: "It is a typo of `result`.\nIt would raise a NameError.",
    whole: true,
  });
  expect(events[4]).toMatchObject({
    index: 1,
    head: { line: 4, kind: "performance", confidence: 1, ref: null },
  });
  expect(events[9]).toMatchObject({ index: 2, whole: true });
  expect(events[10]).toMatchObject({ index: 3, head: { line: 31, quote: "y {", severity: "warning" } });
  expect(textOf(events)).toBe("Two things stand out. 🐛 `total` is one of them:\n\nThat is all.");
});

test("however it is cut, the events are the same", () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  for (const text of [ANSWER, ANSWER.replaceAll("\n", "\r\n")]) {
    const whole = read([text]);
    for (let n = 0; n < CHUNKINGS; n += 1)
      expect(read(pieces(text, random)), `TEST_SEED=${seed}, chunking ${n}`).toEqual(whole);
  }
  expect(read([ANSWER.replaceAll("\n", "\r\n")])).toEqual(read([ANSWER]));
});

test("wherever it breaks off, what was whole is kept and nothing half is taken for whole", () => {
  const whole = read([ANSWER]).events;
  const edits = whole.filter(({ kind }) => kind === "edit");
  for (let at = 0; at <= ANSWER.length; at += 1) {
    const { events } = read([ANSWER.slice(0, at)]);
    const cut = events.filter(({ kind }) => kind === "edit");
    expect(cut, `at ${at}`).toEqual(edits.slice(0, cut.length));
    for (const event of events)
      if (event.kind === "done" && event.whole) expect(whole, `at ${at}`).toContainEqual(event);
    expect(textOf(events), `at ${at}`).not.toContain("@@");
    const blocks = ANSWER.slice(0, at).split(">>>>>>> REPLACE\n").length - 1;
    expect(cut.length, `at ${at}`).toBeGreaterThanOrEqual(blocks);
  }
});

test("the last `@@end` may be missing where the answer is over, and a block broken off is no block", () => {
  const block = "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE";
  const open = `@@finding {"line":1,"title":"x"}\n${block}`;
  expect(read([open], true, true).events.at(-1)).toMatchObject({ kind: "done", whole: true });
  expect(read([open], true, false).events.at(-1)).toMatchObject({ kind: "done", whole: false });
  const half = read([`${open}\n<<<<<<< SEARCH\nc\n@@end\n`], true, true).events;
  expect(half.map(({ kind }) => kind)).toEqual(["head", "edit", "done"]);
  expect(half.at(-1)).toMatchObject({ whole: false });
});

test("text is given on as it comes, but for what may be a marker", () => {
  const parser = createAnswerParser({ json: true });
  expect(parser.push("Loo")).toEqual([{ kind: "text", delta: "Loo" }]);
  expect(parser.push("k:\n@@fin")).toEqual([{ kind: "text", delta: "k:\n" }]);
  expect(parser.push("al\n")).toEqual([{ kind: "text", delta: "@@final\n" }]);
  expect(parser.push("\ud83d")).toEqual([]);
  expect(parser.push("\udc1b")).toEqual([{ kind: "text", delta: "🐛" }]);
});

test("a title is told before the finding is complete", () => {
  const parser = createAnswerParser({ json: false });
  expect(parser.push('@@finding {"line":1,"title":"x"}\nbec')).toMatchObject([
    { kind: "head", head: { title: "x" } },
  ]);
});

describe("JSON, from models that forget the grammar", () => {
  const finding = {
    line: 2,
    quote: "if x = 1:",
    kind: "error",
    severity: "error",
    title: "An assignment {in} a condition",
    explanation: 'Use "==".',
    search: "if x = 1:",
    replace: "if x == 1:",
  };
  test.each<[string, string]>([
    ["an object", JSON.stringify(finding)],
    ["pretty-printed", JSON.stringify(finding, null, 2)],
    ["a list", JSON.stringify([finding])],
    ["in a fence", `\`\`\`json\n${JSON.stringify([finding], null, 2)}\n\`\`\``],
    ["suggestions", JSON.stringify({ suggestions: [finding] }, null, 1)],
    [
      "findings with edits",
      JSON.stringify({
        findings: [{ ...finding, search: undefined, edits: [{ old: finding.search, new: finding.replace }] }],
      }),
    ],
  ])("%s", (_name, text) => {
    const { events } = read([`Here:\n${text}\nDone.`]);
    expect(events.map(({ kind }) => kind)).toEqual(["text", "head", "edit", "done", "text"]);
    expect(events[2]).toMatchObject({ block: { search: "if x = 1:", replace: "if x == 1:" } });
    expect(events[3]).toMatchObject({ explanation: 'Use "==".', whole: true });
    expect(textOf(events)).toBe("Here:\nDone.");
    for (let size = 1; size < 9; size += 1) {
      const cut = `Here:\n${text}\nDone.`.match(new RegExp(`[\\s\\S]{1,${size}}`, "g")) ?? [];
      expect(read(cut).events).toEqual(events);
    }
  });

  test("that is none of ours is text, to the last letter", () => {
    for (const text of [
      '{"a": 1}\nso',
      "[\n  1, 2\n]",
      '{"line": 1}',
      "{\nunfinished",
      '```json\n{"a": 1}\n```\nx',
    ])
      expect(read([text]).events).toEqual([{ kind: "text", delta: text }]);
  });

  test("is not looked for where prose is asked for", () => {
    const text = JSON.stringify([finding]);
    expect(read([text], false).events).toEqual([{ kind: "text", delta: text }]);
  });
});

test("of a thousand findings the first thirty are taken, of a huge block nothing", () => {
  const one = '@@finding {"line":1,"title":"x"}\n@@end\n';
  expect(read([one.repeat(1_000)]).events.filter(({ kind }) => kind === "head")).toHaveLength(30);
  const huge = `@@finding {"line":1,"title":"x"}\n<<<<<<< SEARCH\na\n=======\n${"b\n".repeat(1_000)}>>>>>>> REPLACE\n@@end`;
  expect(read([huge]).events.map(({ kind }) => kind)).toEqual(["head", "done"]);
});
