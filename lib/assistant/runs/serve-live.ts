import type { LiveFeatures } from "@/lib/collab/live-features";
import { FEATURE_EVENTS, REQUESTS } from "@/lib/contracts/features";
import { fileNotFound } from "@/lib/errors";
import type { FileRepository } from "@/lib/files/ports";
import type { Assistant } from "./assistant";

interface Deps {
  features: LiveFeatures;
  assistant: Assistant;
  files: Pick<FileRepository, "findForUser">;
}

/** What live connections are told of the assistant, and may ask of it. Call once. */
export function serveLive({ features, assistant, files }: Deps): void {
  const { name } = FEATURE_EVENTS.assistant;
  features.state(name, async (fileId) => ({ name, payload: await assistant.state(fileId) }));
  features.answer(REQUESTS.assist, {
    action: "assist:ask",
    async handle({ fileId, userId }, body) {
      const file = await files.findForUser(fileId, userId);
      if (file === null) throw fileNotFound();
      const { runId } = await assistant.ask({ userId, file }, body);
      return { run_id: runId };
    },
  });
  features.answer(REQUESTS.assistStop, {
    action: "assist:ask",
    async handle({ fileId, username }, { run_id }) {
      await assistant.stop(fileId, run_id, username);
      return {};
    },
  });
}
