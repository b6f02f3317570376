import type { Page } from "playwright/test";
import { createFile, invite } from "@/test-support/api";
import config from "../playwright.config";
import { expect, test, type Visitor } from "./fixtures";
import { editorPage } from "./pages/editor-page";
import { hostileFrame, hostilePython, hostileScript, MEMORY_BOMBS } from "./pages/hostile-code";

// As browsers do on a desktop: a frame without an origin has a process of its own, whose end is not that of its page.
const launchOptions = config.use?.launchOptions;
test.use({
  launchOptions: { ...launchOptions, args: [...(launchOptions?.args ?? []), "--site-per-process"] },
});

const output = (page: Page) => page.getByRole("region", { name: "Output" });
const how = (page: Page) => output(page).getByRole("status");
/** Loading Python takes seconds. */
const LOADED = { timeout: 40_000 };
const run = (page: Page) => page.getByRole("button", { name: "Run", exact: true }).click();

test("Python: both see what it prints and where it fails; an endless loop ends when the other stops it", async ({
  signIn,
  server,
}) => {
  const [ada, ben] = await Promise.all([signIn("run-a"), signIn("run-b")]);
  const code = 'print("hello 🎈")\nif input:\n    total = 1 / 0\n';
  const file = await createFile(server.url, ada.account.token, "main.py", code);
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);
  await run(ada.page);
  for (const { page } of [ada, ben]) {
    await expect(output(page)).toContainText("hello 🎈", LOADED);
    await expect(output(page)).toContainText("ZeroDivisionError: division by zero");
    await expect(output(page).getByRole("button", { name: "Line 3" })).toBeVisible();
    await expect(how(page)).toContainText(`Run by ${ada.account.username}`);
  }
  await expect(ben.page.getByText("ZeroDivisionError: division by zero").nth(1)).toBeAttached();
  await expect(ben.page.locator("iframe")).toHaveCount(0);

  // Who comes later gets the last output.
  await ben.page.reload();
  await b.ready();
  await expect(output(ben.page)).toContainText("hello 🎈");

  await a.focus();
  await ada.page.keyboard.press("Control+A");
  await a.type("print('begun')\nwhile True: pass");
  await a.saved();
  await run(ada.page);
  await expect(output(ben.page)).toContainText("begun", LOADED);
  await output(ben.page).getByRole("button", { name: "Stop" }).click();
  await expect(how(ada.page)).toContainText(`${ben.account.username} stopped it`);
  await expect(ada.page.locator("iframe")).toHaveCount(0);
  expect(ada.complaints).toEqual([]);
});

/** What the server has counted of calls of the path that hostile code tries. */
async function answered(url: string): Promise<string[]> {
  const figures = await (await fetch(`${url}/metrics`)).text();
  expect(figures).toContain("/api/v1/auth/register");
  return figures.split("\n").filter((line) => line.includes("/api/v1/auth/me"));
}

/** Everything that code says it has tried was refused, and nothing of it has come to the server or to the page. */
async function expectRefused({ page, account }: Visitor, tried: readonly string[]): Promise<void> {
  await expect(output(page)).toContainText(`${tried.length} tried`, LOADED);
  const lines = await output(page).locator(".run-text").allTextContents();
  expect(lines.slice(0, tried.length)).toEqual(tried.map((name) => `${name} refused`));
  expect(await page.evaluate(() => Reflect.get(window, "heard"))).toEqual([]);
  await expect(how(page)).toContainText(`Run by ${account.username}`);
}

test("hostile code in each language, and in the frame itself, reaches nothing", async ({
  signIn,
  server,
}) => {
  const ada = await signIn("run-c");
  const { token } = ada.account;
  const page = editorPage(ada.page);
  const open = async (name: string, code: string) => {
    await page.open((await createFile(server.url, token, name, code)).id);
    await ada.page.evaluate(() => {
      const heard: unknown[] = [];
      Reflect.set(window, "heard", heard);
      new BroadcastChannel("tandem").onmessage = ({ data }) => heard.push(data);
    });
    await run(ada.page);
  };
  await ada.page.goto("/");
  // What is tried could be had with the person's cookie: it is there, and these calls would be answered.
  expect(await ada.page.evaluate(async () => (await fetch("/api/v1/auth/me")).status)).toBe(200);
  const before = await answered(server.url);

  const script = hostileScript(server.url);
  await open("hostile.ts", script.code);
  await expectRefused(ada, script.tried);
  const python = hostilePython(server.url);
  await open("hostile.py", python.code);
  await expectRefused(ada, python.tried);

  await open("idle.js", 'console.log("begun");\nsetTimeout(() => undefined, 9_000);\n');
  await expect(output(ada.page)).toContainText("begun");
  const frame = ada.page.frames().find((one) => new URL(one.url()).pathname === "/run");
  const allowed = await frame?.evaluate(hostileFrame, server.url);
  expect(allowed).toEqual([]);
  expect(await ada.page.evaluate(() => Reflect.get(window, "heard"))).toEqual([]);
  expect(await answered(server.url)).toEqual(before);
  expect(new URL(ada.page.url()).pathname).toMatch(/^\/files\/\d+$/);

  // It can go elsewhere itself, without the cookie, and is shown nothing: nobody is signed in there.
  await frame?.evaluate((to) => location.assign(to), `${server.url}/api/v1/auth/me`).catch(() => undefined);
  await expect.poll(() => answered(server.url)).not.toEqual(before);
  const news = (await answered(server.url)).filter((line) => !before.includes(line));
  expect(news.every((line) => line.includes('status="401"'))).toBe(true);
});

test("TypeScript, TSX and JSX run; a flood ends at its limit, also one of the frame itself", async ({
  signIn,
  server,
}) => {
  const ada = await signIn("run-d");
  const page = editorPage(ada.page);
  const open = async (name: string, code: string) => {
    await page.open((await createFile(server.url, ada.account.token, name, code)).id);
    await run(ada.page);
  };
  const fails = (to: string) => output(ada.page).getByRole("button", { name: to }).first();
  await open("fails.ts", 'interface A { n: number }\nconst a = {} as A;\n\nthrow new Error("four" + a.n);\n');
  await expect(fails("Line 4")).toBeVisible();
  const react = "const React = { createElement: (...all) => all.at(-1) };\n";
  await open("view.jsx", `${react}console.log(<b>{"jsx 🎈"}</b>);\n`);
  await expect(output(ada.page)).toContainText("jsx 🎈");
  const typed = "const React = { createElement: (...all: unknown[]) => all.at(-1) };\n";
  await open(
    "view.tsx",
    `${typed}const n = 1 as number;\nconsole.log(<b>{n + 1}</b>);\nthrow new Error("x");\n`,
  );
  await expect(output(ada.page).locator(".run-text").first()).toHaveText("2");
  await expect(fails("Line 4")).toBeVisible();
  await open("broken.tsx", "const a = 1;\nconst x = <b>;\n");
  await expect(fails("Line 2")).toBeVisible();

  await open("flood.js", 'for (;;) console.log("x".repeat(100));\n');
  await expect(how(ada.page)).toContainText("it printed too much");
  await expect(output(ada.page).locator(".run-line")).toHaveCount(2_000);
  // Neither more time nor more than lines can be had in the name of the worker.
  await open("forged.js", 'for (;;) postMessage({ kind: "ready", text: "x".repeat(1e5) });\n');
  await expect(how(ada.page)).toContainText("it printed too much");
  await open("idle.js", 'console.log("begun");\nsetTimeout(() => undefined, 9_000);\n');
  await expect(output(ada.page)).toContainText("begun");
  const frame = ada.page.frames().find((one) => new URL(one.url()).pathname === "/run");
  await frame?.evaluate(() => {
    for (let n = 0; n < 100_000; n += 1)
      parent.postMessage({ kind: "line", stream: "out", text: `${n}`, line: null }, "*");
  });
  await expect(how(ada.page)).toContainText("it printed too much");
  await expect(output(ada.page).locator(".run-line")).toHaveCount(2_000);

  await page.open((await createFile(server.url, ada.account.token, "main.rs", "")).id);
  const button = ada.page.getByRole("button", { name: "Run", exact: true });
  await expect(button).toHaveAttribute("title", "Only Python, JavaScript and TypeScript can be run.");
});

const BY_BROWSER = "the browser ended it, most likely for its memory$";

/** What the browser does with a frame that takes too much. */
async function crashFrame({ context, page }: Visitor): Promise<void> {
  const frame = page.frames().find((one) => new URL(one.url()).pathname === "/run");
  if (frame === undefined) throw new Error("nothing runs");
  const session = await context.newCDPSession(frame);
  session.send("Page.crash").catch(() => undefined); // it ends before it answers
}

test("endless loops and memory bombs end within their limits, and everybody is told which", async ({
  signIn,
  server,
}) => {
  const ben = await signIn("run-watch");
  const programs = [
    ["endless.js", 'console.log("begun");\nfor (;;);\n', /stopped after 10 s$/],
    ["endless.py", 'print("begun")\nwhile True: pass\n', /stopped after 10 s$/],
    // On a slow machine their time may be over first.
    ["bomb.js", MEMORY_BOMBS.script, new RegExp(`${BY_BROWSER}|stopped after 10 s$`)],
    ["bomb.py", MEMORY_BOMBS.python, /it failed$|stopped after 10 s$/],
    ["crash.js", 'console.log("begun");\nsetTimeout(() => undefined, 9_900);\n', new RegExp(BY_BROWSER)],
  ] as const;
  await Promise.all(
    programs.map(async ([name, code, told]) => {
      const ada = await signIn("run-e");
      const { id } = await createFile(server.url, ada.account.token, name, code);
      await invite(server.url, ada.account.token, id, ben.account.token);
      const watching = await ben.context.newPage();
      await Promise.all([editorPage(ada.page).open(id), editorPage(watching).open(id)]);
      await run(ada.page);
      await expect(output(watching)).toContainText("begun", LOADED);
      if (name === "crash.js") await crashFrame(ada);
      await expect(how(watching)).toHaveText(told, { timeout: 30_000 });
      const failed = (await how(watching).textContent())?.endsWith("it failed") ?? false;
      if (failed) await expect(output(watching)).toContainText("MemoryError");
      await expect(output(watching).getByRole("button", { name: "Stop" })).toHaveCount(0);
    }),
  );
});
