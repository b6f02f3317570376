import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/lib/longest-first.mjs";

// Trap: vitest's reporter groups failures with Map.groupBy, which Node 20 lacks: it would crash instead of showing them.
Map.groupBy ??= (items, keyOf) => {
  const groups = new Map();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
};

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["node_modules", ".next", "dist", "e2e"],
    // One more than there are cores: the longest tests wait, for idle connections, limits and servers that start.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    globalSetup: ["scripts/vitest-global-setup.mjs"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
