import { existsSync, readFileSync } from "node:fs";

/** What the test tools report in JSON, as three numbers. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * vitest's report. A file that cannot be read as tests counts as one failure.
 * @param {string} file
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countVitest(file, exitCode) {
  const report = readReport(file);
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = report.testResults;
  const broken = files.filter(
    (result) =>
      result.status === "failed" && !result.assertionResults.some((test) => test.status === "failed"),
  );
  return orFailed(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

/**
 * Playwright's report. A test that passed only on a second try would count as failed.
 * @param {string} file
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countPlaywright(file, exitCode) {
  const report = readReport(file);
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return orFailed(exitCode, { passed: expected, failed: unexpected + flaky, skipped });
}

/**
 * A tool that says it failed is believed, also where its report names no test (an error outside of any).
 * @param {number} exitCode
 * @param {Counts} counts
 * @returns {Counts}
 */
function orFailed(exitCode, counts) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {string} file */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
