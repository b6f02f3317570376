import { serveAnalysers } from "@/lib/assistant/analysers/child-main";
import type { Problem } from "@/lib/assistant/problem";

/** A child process that does to itself what the text asks for, and otherwise finds one thing. */

const at = { line: 1, column: 1 };

const found = (source: string, message: string): Problem => ({
  source,
  rule: "said",
  category: "bug",
  severity: "info",
  message,
  start: at,
  end: at,
  fix: null,
  url: null,
});

await serveAnalysers(
  [
    {
      name: "calm",
      languages: ["c"],
      load:
        async () =>
        ({ text }) => [found("calm", `${process.pid} ${text}`)],
    },
    {
      name: "wild",
      languages: ["c"],
      load: async () => async (input) => {
        switch (input.text.split(" ")[0]) {
          case "hang":
            for (;;);
          case "exit":
            return process.exit(3);
          case "throw":
            throw new RangeError(`secret ${input.text}`);
          case "grow": {
            const kept = [];
            for (;;) kept.push(new Uint8Array(16 * 1024 ** 2).fill(1));
          }
          case "slow":
            await new Promise((resolve) => setTimeout(resolve, 300));
            return [];
          case "environment":
            return [found("wild", Object.keys(process.env).join(" "))];
          default:
            return [];
        }
      },
    },
    { name: "never", languages: ["c"], load: async () => () => [] },
  ],
  [],
);
