import { expect, test } from "vitest";
import { readLibrary } from "@/lib/assistant/analysers/typescript/library-files";
import { SCRIPT_ANALYSERS } from "@/lib/assistant/analysers/typescript/script-analysers";
import { applyEdits } from "@/lib/assistant/cases/apply-edits";
import type { Problem } from "@/lib/assistant/problem";

async function analyse(name: string, text: string): Promise<Problem[]> {
  const language = /\.tsx?$/.test(name) ? "typescript" : "javascript";
  const found: Problem[] = [];
  for (const analyser of SCRIPT_ANALYSERS)
    found.push(...(await (await analyser.load())({ language, name, text })));
  return found;
}

const short = (problems: Problem[]) =>
  problems.map(({ rule, severity, start }) => `${start.line}:${start.column} ${severity} ${rule}`);

test("modules and types that are not here are no errors, nor is what comes from them", async () => {
  const text = `import express, { type Request } from "express";
import { Button } from "./button";
import "./style.css";
const app = express();
app.get("/", (request: Request, response) => response.json(request.body.name));
export const Page = () => <Button onClick={(event) => event.preventDefault()}><b>{1}</b></Button>;
export class Mine extends Button { override render() { return super.render<string>(); } }
`;
  expect(short(await analyse("page.tsx", text))).toEqual([]);
});

test("what another file may give a type, or rule out, is not said to be missing", async () => {
  const text = `import { assertDefined, type Base } from "./base";
interface Options extends Base { size: number }
interface Plain { size: number }
export function f(options: Options, plain: Plain, names?: string[]) {
  assertDefined(names);
  return [options.colour, plain.colour, names.length];
}
export const g = (other?: string[]) => other.length;
`;
  expect(short(await analyse("a.ts", text))).toEqual(["6:33 error 2339", "8:40 error 18048"]);
});

test("JavaScript is not asked for types, but unknown names and misspelt properties of the library are told", async () => {
  const text = `/** @param {Unknown} a */
function f(a, b) { this.x = a; return b.y.z + a; }
const list = [1, 2];
f(1);
console.log(list.lenght, missing);
`;
  expect(short(await analyse("a.js", text))).toEqual(["5:18 error 2551", "5:26 error 2304"]);
});

test("what a script leaves unused is a hint, in a module it is info; a name with _ is meant", async () => {
  expect(short(await analyse("a.js", "function onLoad() {}\n"))).toEqual(["1:10 hint 6133"]);
  expect(short(await analyse("a.js", "export {};\nfunction onLoad(_event) {}\nconst _x = 1;\n"))).toEqual([
    "2:10 info 6133",
  ]);
});

test("an unused variable is taken out only where that takes out nothing that acts", async () => {
  const text =
    "export async function f(g: () => Promise<number>) {\n  const a = 1;\n  const b = await g();\n}\n";
  const [pure, acting] = await analyse("a.ts", text);
  expect(applyEdits(text, pure?.fix?.edits ?? [])).toBe(text.replace("  const a = 1;\n", ""));
  expect(acting).toMatchObject({ rule: "6133", start: { line: 3, column: 9 }, fix: null });
});

test("a statement that does not parse leaves what is found in the others", async () => {
  const text =
    "export const a: string = '🙂' + qqqq;\nexport function f() {\n  return g(1;\n}\nexport const b: string = 1;\n";
  expect(short(await analyse("a.ts", text))).toEqual([
    "3:13 error syntax",
    "1:33 error 2304",
    "5:14 error 2322",
  ]);
});

test("browsers and Node have timers of their own kind", async () => {
  expect(short(await analyse("a.ts", "export const timer: number = setTimeout(() => {}, 1);\n"))).toEqual([]);
  const node = 'import { writeFile } from "node:fs/promises";\nwriteFile("a", "b");\n';
  const [floating] = await analyse("a.ts", node);
  expect(floating).toMatchObject({ rule: "@typescript-eslint/no-floating-promises", severity: "warning" });
  expect(applyEdits(node, floating?.fix?.edits ?? [])).toBe(node.replace("\nw", "\nawait w"));
});

test("a comment in the text switches a rule off, but none on", async () => {
  const text =
    "/* eslint no-undef: 2, quotes: 2 */\n// eslint-disable-next-line no-self-compare\nexport const a = name === name;\n";
  expect(short(await analyse("a.js", text))).toEqual([]);
});

test("no file of the machine is read but the declarations that come with the product", async () => {
  for (const path of ["/etc/passwd", `${process.cwd()}/package.json`, "/code/other.ts"]) {
    expect(readLibrary(path)).toBeUndefined();
  }
  const text = `/// <reference path="${process.cwd()}/lib/errors.ts" />\nimport { isProblem } from "${process.cwd()}/lib/errors";\nexport const a: string = isProblem;\n`;
  expect(short(await analyse("a.ts", text))).toEqual([]);
});
