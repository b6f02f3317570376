import { afterAll, beforeAll, expect, test } from "vitest";
import { type ModelServer, refuses, says, startModelServer } from "@/test-support/model-server";
import { EVAL_CASES } from "../eval-cases";
import { linesOf } from "../eval-cases/case";
import { createOpenAiModel } from "../openai-model";
import { judge, report } from "./report";
import { runCase } from "./run-case";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());

const LIMITS = { contextTokens: 8_192, outputTokens: 1_024 };
const model = () => createOpenAiModel({ apiKey: undefined, baseUrl: server.url, model: "scripted" });

test("24 cases or more, in six languages, each with clean ones; every place is there once", () => {
  const languages = new Set(EVAL_CASES.map(({ language }) => language));
  expect(languages.size).toBeGreaterThanOrEqual(6);
  expect(EVAL_CASES.length).toBeGreaterThanOrEqual(24);
  for (const language of languages) {
    const cases = EVAL_CASES.filter((one) => one.language === language);
    expect(
      cases.some(({ mistake }) => mistake === null),
      language,
    ).toBe(true);
    expect(cases.filter(({ mistake }) => mistake !== null).length, language).toBeGreaterThanOrEqual(4);
  }
  for (const one of EVAL_CASES) {
    for (const text of one.mistake?.lines ?? [])
      expect(
        one.code.split("\n").filter((line) => line.trim() === text),
        `${one.name}: ${text}`,
      ).toHaveLength(1);
    expect(linesOf(one)).not.toContain(0);
  }
});

test("a model that knows every mistake has all of them; one that sees ghosts has its precision", async () => {
  const judged = await Promise.all(
    EVAL_CASES.map(async (one) => {
      const [line] = linesOf(one);
      const quote = one.code.split("\n")[(line ?? 1) - 1];
      const head = JSON.stringify({ line: line ?? 1, quote, title: "It is wrong", kind: "bug" });
      const own = await startModelServer();
      own.script(says(`@@finding ${head}\nSo it is.\n@@end\n`, [500, 50]));
      try {
        const result = await runCase(
          createOpenAiModel({ apiKey: undefined, baseUrl: own.url, model: "x" }),
          one,
          LIMITS,
        );
        return judge(one, result);
      } finally {
        await own.close();
      }
    }),
  );
  expect(judged.filter(({ one, hit }) => one.mistake !== null && !hit)).toEqual([]);
  const table = report(judged);
  expect(table).toMatch(/all +24\/24 +100 %/);
  expect(table).toMatch(/clean, and silent +0\/6 +0 %/);
  expect(table).toMatch(/bug +20\+6 +77 %/);
  expect(table).toMatch(/tokens +15000 in, 1500 out/);
});

test("what is no answer is counted, and does not end the run", async () => {
  const [one] = EVAL_CASES;
  if (one === undefined) throw new Error("there are no cases");
  server.script(refuses(400), says('@@finding {"line": nonsense\n@@end\nNothing else.'));
  const refused = await runCase(model(), one, LIMITS);
  expect(refused.failure).toMatch(/refused the request/);
  const misread = await runCase(model(), one, LIMITS);
  expect(misread).toMatchObject({ misread: 1, failure: null, found: [] });
  expect(report([judge(one, refused), judge(one, misread)])).toMatch(/answers not whole +1 of 2/);
});
