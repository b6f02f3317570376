import { expect, test } from "vitest";
import { tidied } from "@/lib/assistant/analysers/tidy";
import { treeSitter } from "@/lib/assistant/analysers/wasm/tree-sitter";

const check = await treeSitter.load();

async function found(language: string, text: string, name = `a.${language}`) {
  return tidied(await check({ language, name, text }), text);
}
const rules = async (language: string, text: string, name?: string) =>
  (await found(language, text, name)).map(({ rule, start }) => `${rule} ${start.line}`);

test.each<[string, string, string[]]>([
  [
    "go",
    "package a\nfunc f() {\n\tfor _, id := range ids() {\n\t\tdb.QueryRow(q, id)\n\t}\n}\n",
    ["query-in-loop 4"],
  ],
  ["go", "package a\nfunc f() {\n\tfor rows := db.QueryRow(q); rows.Next(); {\n\t\tuse(rows)\n\t}\n}\n", []],
  ["java", "class A { int f() {\n return 1;\n } int g() {\n throw e;\n } }", []],
  ["java", "class A { int f() {\n return 1;\n g();\n } }", ["unreachable-code 3"]],
  ["python", "def f():\n    return\n    yield\n", []],
  ["ruby", "def f(a)\n  return 1 if a\n  2\nend\n", []],
  ["c", "int f(int a) {\n  int b = g();\n  while (b) { h(&b); }\n  return b;\n}\n", []],
  ["c", "int f(int a) {\n  int b = g();\n  while (b < a) { h(); }\n  return b;\n}\n", ["infinite-loop 3"]],
  ["javascript", "export const a = x === x;\nexport const b = f() === f();\n", ["self-comparison 1"]],
  ["csharp", "class A { void F() { try { G(); } catch { /* no matter */ } } }", []],
  [
    "typescript",
    `const t = \`select from\`;\nq(\`SELECT a FROM b WHERE c = \${x}\`, \`SELECT a FROM b WHERE c = $1\`);\n`,
    ["sql-injection 2"],
  ],
  [
    "rust",
    'const PASSWORD_FIELD: &str = "password-1";\nconst API_KEY: &str = "k3y-0815-abc";\n',
    ["hard-coded-secret 2"],
  ],
  [
    "php",
    "<?php\nfunction f($a) { foreach ($a as $b) { $c[] = $b; } preg_match($a, $b, $m); return [$c, $m]; }\n",
    [],
  ],
  ["shell", `set -e\ncd "$1"\nrm -rf "\${A:?}/"*\n`, []],
  ["shell", 'if [ -z "$(command -v gdb 2> /dev/null)" ]; then a=$(cd "$1"; pwd); fi\nb\n', []],
  ["shell", 'if [ "$a" > 1 ]; then b; fi\n', ["compare-redirects 1"]],
])("%s: %s", async (language, text, expected) => {
  expect(await rules(language, text)).toEqual(expected);
});

test("nothing is said about a function with a syntax error in it, and all about the others", async () => {
  const broken =
    "class A {\n int f() {\n  return 1;\n  g(;\n  h();\n }\n int k() {\n  return 1;\n  h();\n }\n}\n";
  const all = await rules("java", broken);
  expect(all.filter((rule) => rule.startsWith("syntax"))).not.toHaveLength(0);
  expect(all.filter((rule) => rule.startsWith("unreachable"))).toEqual(["unreachable-code 9"]);
});

test("at most five syntax errors are told", async () => {
  const errors = await rules(
    "rust",
    Array.from({ length: 40 }, (_, index) => `fn f${index}() { let = ; }`).join("\n"),
  );
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.length).toBeLessThanOrEqual(5);
});

test.each<[string, string, string]>([
  [
    "java",
    'class A { boolean f(String s) { return s != "a"; } }',
    'class A { boolean f(String s) { return !"a".equals(s); } }',
  ],
  [
    "c",
    '#include <stdio.h>\nint f(int a) { if (a = 1) { puts("😀"); } return a; }',
    '#include <stdio.h>\nint f(int a) { if (a == 1) { puts("😀"); } return a; }',
  ],
  [
    "c",
    "#include <stdio.h>\nchar *f(void) { return malloc(3); }\n",
    "#include <stdio.h>\n#include <stdlib.h>\nchar *f(void) { return malloc(3); }\n",
  ],
  ["shell", 'é="😀"; name = "x"\n', 'é="😀"; name="x"\n'],
])("%s: the fix is exactly this", async (language, text, fixed) => {
  const [problem] = (await found(language, text)).filter(({ fix }) => fix !== null);
  const edits = problem?.fix?.edits ?? [];
  const lines = text.split("\n");
  const offset = ({ line, column }: { line: number; column: number }) =>
    lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
  const applied = edits.reduceRight(
    (so, { start, end, text: by }) => so.slice(0, offset(start)) + by + so.slice(offset(end)),
    text,
  );
  expect(applied).toBe(fixed);
  expect((await found(language, applied)).map(({ rule }) => rule)).not.toContain(problem?.rule);
});

test("a name's ending tells TSX from TypeScript", async () => {
  const text = "export const A = () => <b>hello</b>;\n";
  expect(await rules("typescript", text, "a.tsx")).toEqual([]);
  expect(await rules("typescript", text, "a.ts")).not.toEqual([]);
});
