import { parseArgs } from "node:util";
import { type Env, EnvError, parseEnv, readEnv } from "@/lib/env";
import { EVAL_CASES } from "../eval-cases";
import { createOpenAiModel } from "../openai-model";
import { type Judged, judge, report } from "./report";
import { runCase } from "./run-case";

/** `npm run ai:eval -- --base-url … --model …` (scripts/ai-eval.mjs bundles and runs it). */

const USAGE = `usage: npm run ai:eval -- [--base-url URL] [--model NAME] [--language ID] [--repeat N]
The key comes from OPENAI_API_KEY, and what is not given from the server's own configuration.`;
const REPEAT_MAX = 20;

const say = (text: string) => process.stdout.write(text);

function settings(
  env: Env,
  baseUrl: string | undefined,
  model: string | undefined,
): NonNullable<Env["ai"]["model"]> {
  const set = env.ai.model;
  // Judged as a server's configuration would be.
  const asked = parseEnv({
    OPENAI_API_KEY: set?.apiKey,
    OPENAI_BASE_URL: baseUrl ?? set?.baseUrl,
    OPENAI_MODEL: model ?? set?.model,
  }).ai.model;
  if (asked === null) throw new EnvError(USAGE);
  return asked;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      "base-url": { type: "string" },
      model: { type: "string" },
      language: { type: "string" },
      repeat: { type: "string", default: "1" },
    },
  });
  const repeat = Math.trunc(Number(values.repeat));
  const cases = EVAL_CASES.filter(({ language }) => (values.language ?? language) === language);
  if (!(repeat >= 1 && repeat <= REPEAT_MAX) || cases.length === 0) throw new EnvError(USAGE);
  const env = readEnv();
  const model = createOpenAiModel(settings(env, values["base-url"], values.model));
  say(`${cases.length} programs, ${repeat} time(s), reviewed by ${model.name}\n`);
  const all: Judged[] = [];
  for (let round = 0; round < repeat; round += 1) {
    for (const one of cases) {
      const judged = judge(one, await runCase(model, one, env.ai));
      all.push(judged);
      const { failure, totalMs } = judged.result;
      const verdict = one.mistake === null ? "clean" : judged.hit ? "found" : "MISSED";
      say(
        `${one.language.padEnd(11)} ${one.name.padEnd(52)} ${verdict.padEnd(7)} ${judged.wrong.length} wrong  ${Math.round(totalMs)} ms${failure === null ? "" : `  ${failure}`}\n`,
      );
    }
  }
  say(`\n${report(all)}`);
  if (all.every(({ result }) => result.failure !== null)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
