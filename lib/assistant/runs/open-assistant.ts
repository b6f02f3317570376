import type { LiveFeatures } from "@/lib/collab/live-features";
import type { LiveEngine } from "@/lib/collab/types";
import type { Env } from "@/lib/env";
import type { FileRepository } from "@/lib/files/ports";
import type { Logger } from "@/lib/logger";
import { createOpenAiModel } from "../model/openai-model";
import { type Assistant, createAssistant } from "./assistant";
import type { RunFindings, RunRepository } from "./ports";
import { serveLive } from "./serve-live";

interface Parts {
  env: Env;
  engine: LiveEngine;
  features: LiveFeatures;
  files: FileRepository;
  runs: RunRepository;
  findings: RunFindings;
  logger: Logger;
}

/** The assistant as this server is configured, with its model where one is set, on all live connections. `close` it. */
export function openAssistant({ env, engine, features, files, ...parts }: Parts): Assistant {
  const { ai, rateLimits, redisUrl } = env;
  const assistant = createAssistant({
    ...parts,
    model: ai.model === null ? null : createOpenAiModel(ai.model),
    tell: (fileId, payload) => engine.tell(fileId, { name: "assistant", payload }),
    limits: {
      perPersonAndHour: rateLimits ? ai.runsPerPerson : null,
      perFileAndHour: rateLimits ? ai.runsPerFile : null,
      dailyTokens: ai.dailyTokens,
      maxConcurrent: ai.maxConcurrent,
    },
    contextTokens: ai.contextTokens,
    outputTokens: ai.outputTokens,
    hasOthers: redisUrl !== undefined,
  });
  serveLive({ features, assistant, files });
  return assistant;
}
