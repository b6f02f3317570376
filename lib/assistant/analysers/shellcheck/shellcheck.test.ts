import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAnalysers } from "@/lib/assistant/analysers/create-analysers";
import { programs } from "@/lib/assistant/analysers/programs";
import { applyEdits } from "@/lib/assistant/cases/apply-edits";
import type { Analysers } from "@/lib/assistant/problem";
import { createLogger } from "@/lib/logger";
import { locateShellcheck } from "@/scripts/lib/shellcheck.mjs";

/** The real program, as the product asks it: beside our own rules. */
let analysers: Analysers;
beforeAll(() => {
  analysers = createAnalysers({ logger: createLogger("silent"), use: programs([locateShellcheck()]) });
});
afterAll(() => analysers.stop());

const check = async (text: string) => {
  const { problems, missing } = await analysers.analyse("1", { language: "shell", name: "a.sh", text });
  expect(missing).toEqual([]);
  return problems;
};
const said = async (text: string) =>
  (await check(text)).map(
    ({ source, rule, severity, start }) => `${source}:${rule} ${severity} ${start.line}:${start.column}`,
  );

test("what it finds comes with its page and with a fix that is made at the right place", async () => {
  const text =
    '#!/bin/bash\nname="🌲 é"\necho "🌲 é" `date`\nif [ "$name" == 1 ]; then echo; fi\nread -r -p $name\n';
  const found = await check(text);
  const old = found.find(({ rule }) => rule === "SC2006");
  expect(old).toMatchObject({
    source: "shellcheck",
    severity: "hint",
    start: { line: 3, column: 13 },
    end: { line: 3, column: 19 },
    url: "https://www.shellcheck.net/wiki/SC2006",
  });
  expect(applyEdits(text, old?.fix?.edits ?? [])).toContain('echo "🌲 é" $(date)\n');
});

test("what our own rules say of the same place is said once, by who has a fix", async () => {
  const found = await said('dir=$1\ncd "$dir"\nrm -rf "$dir/"*\nfor file in $(ls); do echo $file; done\n');
  expect(found).toEqual([
    "shellcheck:SC2164 warning 2:1",
    "tandem:unguarded-rm warning 3:1",
    "tandem:list-of-ls warning 4:13",
    "shellcheck:SC2086 info 4:28",
  ]);
});

test("a script that does not parse is one mistake", async () => {
  const found = await said('#!/bin/sh\nif true; then\n  echo "a"\n');
  expect(found.filter((one) => one.includes(" error "))).toHaveLength(1);
});

test("it reads no other file, and no settings", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-shellcheck-"));
  const secret = path.join(folder, "secret.sh");
  writeFileSync(secret, "leaked=1\ncd /nowhere\n");
  const found = await check(`#!/bin/sh\n# shellcheck source=${secret}\n. ${secret}\necho "$leaked"\n`);
  expect(JSON.stringify(found)).not.toContain("nowhere");
  expect(found.map(({ rule }) => rule)).toEqual(["SC2154"]);
});

test("a text on which it takes for ever ends it, and the next one is served", async () => {
  const deep = `${"$(echo ".repeat(40_000)}`;
  const { missing } = await analysers.analyse("2", { language: "shell", name: "b.sh", text: deep });
  expect(missing).toContain("shellcheck");
  expect(await said("#!/bin/sh\nread name\n")).toEqual([
    "shellcheck:SC2162 info 2:1",
    "shellcheck:SC2034 info 2:6",
  ]);
});
