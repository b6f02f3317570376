import { findViolations, readSources } from "./lib/import-check.mjs";
import { RULES } from "./lib/import-rules.mjs";
import { inRoot } from "./lib/paths.mjs";

/** `node scripts/check-imports.mjs [folder]`: says which imports open a door the wrong way, one a line; then exits 1. */
const violations = findViolations(readSources(process.argv[2] ?? inRoot()), RULES);
for (const { file, line, rule, why } of violations) {
  process.stdout.write(`${file}:${line} ${rule}: ${why}\n`);
}
if (violations.length > 0) process.exitCode = 1;
