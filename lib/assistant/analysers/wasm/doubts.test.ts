import { expect, test } from "vitest";
import { html } from "@/lib/assistant/analysers/markup/markup";
import { yaml } from "@/lib/assistant/analysers/wasm/json-yaml";
import { sql } from "@/lib/assistant/analysers/wasm/sql";

/** Of what can be read, and is something else than it looks like. */
const checks = { yaml: await yaml.load(), html: await html.load(), sql: await sql.load() };

async function found(language: keyof typeof checks, text: string): Promise<string[]> {
  const problems = await checks[language]({ language, name: `a.${language}`, text });
  return problems
    .filter(({ source }) => source === "tandem")
    .map(({ rule, start }) => `${rule} ${start.line}`);
}

test.each<[keyof typeof checks, string, string[]]>([
  ["yaml", "a: &x 1\nb: *x\nc: *y\n", ["undefined-alias 3"]],
  ["yaml", "a:\n  - &x {n: 1}\n  - *x\n---\nb: *x\n", ["undefined-alias 5"]],
  ["yaml", "countries: [GB, NO, SE]\nenabled: yes\non: push\n", ["text-as-boolean 1"]],
  ["yaml", "environment:\n  DEBUG: no\n  PORT: 80\nanswers: [yes, no]\nbecome: yes\n", ["text-as-boolean 2"]],
  [
    "yaml",
    'python-version: 3.10\nnode-version: "3.10"\nprice: 3.10\nversion: 3.9\n',
    ["version-as-number 1"],
  ],
  ["sql", "INSERT INTO a (b, c) VALUES (1, 2), (1, 2, 3);", ["wrong-count 1"]],
  ["sql", "INSERT INTO a VALUES (1, 2, 3);\nINSERT INTO a (b) SELECT c FROM d;", []],
  [
    "sql",
    "SELECT a FROM b WHERE c BETWEEN 10 AND 1;\nSELECT a FROM b WHERE c BETWEEN 1 AND 10;",
    ["empty-range 1"],
  ],
  ["sql", "SELECT a FROM b WHERE c = 'NULL';\nSELECT a FROM b WHERE c = 'none';", ["equals-null 1"]],
  [
    "sql",
    "UPDATE a SET b = 1 AND c = 2 WHERE d = 3;\nUPDATE a SET b = (c AND e), f = 2 WHERE d = 3;",
    ["and-in-set 1"],
  ],
  [
    "sql",
    "SELECT a FROM b WHERE count(c) > 1 GROUP BY a;\nSELECT a FROM b GROUP BY a HAVING count(c) > 1;",
    ["aggregate-in-where 1"],
  ],
  ["sql", "SELECT a FROM b WHERE c > (SELECT avg(c) FROM b);", []],
  [
    "sql",
    "SELECT a.x FROM a, b;\nSELECT a.x FROM a, b WHERE a.i = b.i;\nSELECT a.x FROM a, generate_series(1, 3) n;",
    ["every-pair 1"],
  ],
  [
    "sql",
    "SELECT a, count(*) FROM b;\nSELECT a, count(*) FROM b GROUP BY a;\nSELECT a, sum(c) OVER (PARTITION BY a) FROM b;",
    ["not-grouped 1"],
  ],
  ["sql", "CREATE TABLE a (b int, c int, b text);\nCREATE TABLE d (b int, c int);", ["duplicate-column 1"]],
  ["html", '<input type="text" vlaue="a" disabeld>\n', ["misspelt-attribute 1", "misspelt-attribute 1"]],
  [
    "html",
    '<!-- <a herf="b"> -->\n<p data-vlaue="a" x-on="b" :clas="c" titel>a</p>\n<script>a = "<a herf=1>";</script>\n',
    ["misspelt-attribute 2"],
  ],
])("%s: %s", async (language, text, expected) => {
  expect(await found(language, text)).toEqual(expected);
});
