import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findViolations } from "./lib/import-check.mjs";
import { RULES } from "./lib/import-rules.mjs";
import { inRoot } from "./lib/paths.mjs";
import { readSource } from "./lib/source-text.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tandem-imports-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
};
const check = (root?: string) => {
  const args = [inRoot("scripts", "check-imports.mjs"), ...(root === undefined ? [] : [root])];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, lines: stdout.split("\n").filter((line) => line !== ""), stderr };
};
const rulesBroken = (file: string, text: string) =>
  findViolations([{ file, text }], RULES).map(({ line, rule }) => `${line} ${rule}`);

test("the real sources open every door the right way", () => {
  expect(check()).toEqual({ status: 0, lines: [], stderr: "" });
});

test("a forbidden door is named by file, line, rule and reason, and fails the check", () => {
  put("lib/files/good.ts", 'import { can } from "@/lib/access/policy";\n');
  put(
    "lib/files/bad.ts",
    'import { x } from "@/lib/files/good";\n\nimport { sql } from "../../db/client";\n',
  );
  put("lib/files/bad.test.ts", 'import "@/db/client";\n');
  put("scripts/tool.ts", 'import "@/db/client";\n');
  const { status, lines } = check(folder);
  expect(status).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(
      /^lib\/files\/bad\.ts:3 database-only-through-the-container: db\/ implements ports/,
    ),
  ]);
});

test.each([
  ["static", 'import { Server } from "socket.io";'],
  ["of several lines", 'import {\n  Server,\n} from "socket.io";'],
  ["for its effect", 'import "socket.io";'],
  ["type-only", 'import type { Server } from "socket.io";'],
  ["a type's", 'type Io = import("socket.io").Server;'],
  ["dynamic", 'const io = await import("socket.io");'],
  ["handed on", 'export * from "socket.io";'],
  ["a part of a package", 'import x from "socket.io/dist/x";'],
])("an import counts: %s", (_, text) => {
  expect(rulesBroken("lib/files/list.ts", text)).toHaveLength(1);
});

test.each([
  ["a comment", '// import "socket.io";\n/* from "socket.io" */'],
  ["another package of a like name", 'import x from "socket.io-msgpack-parser";'],
  ["a word in a string", `const what = \`console.log \${"process.env"}\`;`],
  ["a word in a comment after an apostrophe of JSX", "const a = <p>Don't</p>; // console.log"],
])("no import and no word: %s", (_, text) => {
  expect(rulesBroken("lib/files/list.tsx", text)).toEqual([]);
});

test("words count in code only, also inside a template's braces", () => {
  expect(rulesBroken("lib/logger.ts", `const a = \`x \${{ b: process.env.B }.b} console.log\`;`)).toEqual([
    "1 environment-only-in-env",
  ]);
  expect(rulesBroken("components/ui/a.tsx", "\nvoid fetch(url);")).toEqual(["2 primitives-do-not-fetch"]);
});

test("Node's modules are Node's with and without their prefix", () => {
  for (const name of ["node:fs", "fs", "node:fs/promises", "fs/promises"]) {
    expect(rulesBroken("lib/browser/a.ts", `import x from "${name}";`)).toEqual([
      "1 browser-code-has-no-server-in-it",
    ]);
  }
});

test("comments and strings are blanked without moving a line", () => {
  const template = `\`e\${f + \`g\${h}\`}\`;`;
  const text = `a /* x\ny */ = "b // c" + /["'\`]/.source; // d\n${template}\ni`;
  const { code, words } = readSource(text);
  expect(code).toBe(`a     \n     = "b // c" + /["'\`]/.source;     \n${template}\ni`);
  expect(words).toBe("a     \n     =          +        .source;     \n`   f + `   h ` `;\ni");
});
