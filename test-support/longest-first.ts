import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * What takes longest, by the clock on the wall, longest first: one of these that began among the last would have the cores
 * to itself at the end. Some of them mostly wait.
 */
const LONGEST = [
  "server.crash",
  "lib/realtime/plain-websocket",
  "admin",
  "server.network",
  "server.faults",
  "server",
  "db/transfer/transfer",
  "lib/http/limits",
  "server.rolling-restart",
  "scripts/start",
  "lib/http/roles",
  "lib/sharing/concurrency",
  "lib/collab/live-fuzz",
  "lib/http/door",
  "lib/http/uniform-answers",
  "lib/redis/redis-tls",
  "lib/assistant/analysers/create-analysers",
].map((name) => `/${name}.test.ts`);

/** As vitest puts them (by what they took last time, in a fresh clone by size), but the longest before all others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(moduleId.slice(process.cwd().length));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
