import type { Page } from "playwright/test";
import { createFile, invite } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { editorPage } from "./pages/editor-page";

const output = (page: Page) => page.getByRole("region", { name: "Output" });
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
    await expect(output(page).getByRole("status")).toContainText(`Run by ${ada.account.username}`);
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
  await expect(output(ada.page).getByRole("status")).toContainText(`${ben.account.username} stopped it`);
  await expect(ada.page.locator("iframe")).toHaveCount(0);
  expect(ada.complaints).toEqual([]);
});

/** What the server has counted of calls of the path that the code tries. */
async function answered(url: string): Promise<string[]> {
  const figures = await (await fetch(`${url}/metrics`)).text();
  expect(figures).toContain("/api/v1/auth/register");
  return figures.split("\n").filter((line) => line.includes("/api/v1/auth/me"));
}

const HOSTILE = `const tries: Record<string, () => unknown> = {
  api: () => fetch("ORIGIN/api/v1/auth/me", { credentials: "include" }),
  xhr: () => { const x = new XMLHttpRequest(); x.open("GET", "ORIGIN/api/v1/auth/me", false); x.send(); },
  script: () => importScripts("ORIGIN/api/v1/auth/me"),
  module: () => import("ORIGIN/api/v1/auth/me"),
  socket: () => new Promise((open, no) => { const s = new WebSocket("WS/socket.io/"); s.onopen = open; s.onerror = no; }),
  events: () => new Promise((open, no) => { const s = new EventSource("ORIGIN/api/v1/auth/me"); s.onopen = open; s.onerror = no; }),
  cookie: () => document.cookie,
  storage: () => localStorage.length,
  database: () => indexedDB.open("x"),
  parent: () => parent.document,
  top: () => { top.location.href = "ORIGIN/account"; },
  foreign: () => fetch("http://127.0.0.1:9/"),
};
for (const [name, attempt] of Object.entries(tries)) {
  try { await attempt(); console.log(name, "ALLOWED"); } catch { console.log(name, "refused"); }
}
console.log(Object.keys(tries).length, "tried");
`;

test("TypeScript and JavaScript run, reach nothing, and end at their limits", async ({ signIn, server }) => {
  const ada = await signIn("run-c");
  const hostile = HOSTILE.replaceAll("ORIGIN", server.url).replaceAll("WS", server.url.replace("http", "ws"));
  const { token } = ada.account;
  const page = editorPage(ada.page);
  const open = async (name: string, code: string) => {
    await page.open((await createFile(server.url, token, name, code)).id);
    await run(ada.page);
  };
  const reached: string[] = [];
  ada.context.on("response", (response) => reached.push(new URL(response.url()).pathname));
  const before = await answered(server.url);
  await open("hostile.ts", hostile);
  await expect(output(ada.page)).toContainText("12 tried");
  await expect(output(ada.page)).not.toContainText("ALLOWED");
  expect(reached.filter((path) => /auth|account/.test(path))).toEqual([]);
  expect(await answered(server.url)).toEqual(before);

  await open(
    "fails.ts",
    'interface A { n: number }\nconst a = {} as A;\n\nthrow new Error("on line four" + a.n);\n',
  );
  await expect(output(ada.page).getByRole("button", { name: "Line 4" }).first()).toBeVisible();

  await open("flood.js", 'for (;;) console.log("x".repeat(100));\n');
  await expect(output(ada.page).getByRole("status")).toContainText("it printed too much");
  await expect(output(ada.page).locator(".run-line")).toHaveCount(2_000);

  await open("endless.js", 'console.log("begun");\nfor (;;);\n');
  await expect(output(ada.page).getByRole("status")).toContainText("stopped after 10 s", { timeout: 20_000 });

  await page.open((await createFile(server.url, token, "main.rs", "")).id);
  const button = ada.page.getByRole("button", { name: "Run", exact: true });
  await expect(button).toHaveAttribute("title", "Only Python, JavaScript and TypeScript can be run.");
});
