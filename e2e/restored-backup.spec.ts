import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createAccount, createFile, getFile, invite } from "@/test-support/api";
import { newDataDir } from "@/test-support/data-dir";
import { startServer } from "@/test-support/server";
import { expect, signInAs, test } from "./fixtures";
import { seriousFindings } from "./pages/axe";
import { editorPage } from "./pages/editor-page";

/** What a browser holds that a restored backup does not: nothing of it is lost, nothing comes twice (I7). */

const SECRET_KEY = "only-for-this-test-0123456789abcdefghij";
const BEFORE = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

async function admin(dataDir: string, command: string, file: string): Promise<void> {
  const child = spawn(process.execPath, ["scripts/admin.mjs", command, file], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", DATA_DIR: dataDir, DATABASE_URL: "", SECRET_KEY },
    stdio: "ignore",
  });
  const [code] = await once(child, "exit");
  expect(code, command).toBe(0);
}

test("a backup is restored while a browser holds more: it compares, takes over by the change, takes back, and a viewer only looks", async ({
  browser,
}) => {
  test.slow(); // two servers, two imports, three people
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-e2e-"));
  const before = await newDataDir();
  const after = path.join(folder, "after");
  const first = await startServer({ dataDir: before, env: { SECRET_KEY } });
  const [ada, ben] = [await createAccount(first.url, "ada"), await createAccount(first.url, "ben")];
  const file = await createFile(first.url, ada.token, "restored.txt", BEFORE);
  await invite(first.url, ada.token, file.id, ben.token, "viewer");
  const visit = async (account: typeof ada) => {
    const context = await browser.newContext({ baseURL: first.url, reducedMotion: "reduce" });
    const page = await context.newPage();
    await signInAs(context, first.url, account);
    const editor = editorPage(page);
    await editor.open(file.id);
    return { context, page, editor };
  };
  const [a, b] = [await visit(ada), await visit(ben)];
  const backup = path.join(folder, "backup.gz");
  await admin(before, "db:export", backup);

  await a.editor.toStart();
  await a.editor.type("stored after the backup 👍\n");
  await a.editor.saved();
  await b.editor.expectText(`stored after the backup 👍\n${BEFORE}`);
  await first.kill();
  await a.editor.offline();
  await a.editor.toEnd();
  await a.editor.type("never sent");
  await a.editor.expectText(`stored after the backup 👍\n${BEFORE}never sent`);

  await admin(after, "db:import", backup);
  const second = await startServer({ dataDir: after, env: { SECRET_KEY, PORT: String(first.port) } });
  const content = async () => (await getFile(second.url, ada.token, file.id)).content;
  await expect(a.page.getByText("Text kept aside.")).toBeVisible({ timeout: 30_000 });
  await expect(a.page.getByText(/edits? sent/)).toHaveCount(0); // nothing was
  await a.editor.saved();
  await a.editor.expectText(BEFORE);
  expect(await content()).toBe(BEFORE);

  await a.page.getByRole("button", { name: "Compare" }).press("Enter");
  const comparison = a.page.getByRole("region", { name: "restored.txt and the text kept aside" });
  await expect(comparison.getByText("Change 1 of 2")).toBeVisible();
  await expect(comparison).toBeFocused();
  expect(await seriousFindings(a.page)).toEqual([]);
  await comparison.getByRole("button", { name: "Next change" }).press("Enter");
  await expect(comparison.getByText("Change 2 of 2")).toBeVisible();
  await comparison.getByRole("button", { name: "Take this change" }).press("Enter");
  await expect(comparison.getByText("1 change", { exact: true })).toBeVisible();
  await expect.poll(content).toBe(`${BEFORE}never sent`);
  await comparison.press("Control+z");
  await expect(comparison.getByText(/Change . of 2/)).toBeVisible();
  await expect.poll(content).toBe(BEFORE);
  await comparison.getByRole("button", { name: "Take all over" }).click();
  await expect(comparison.getByText("The file has all of it")).toBeVisible();
  await expect.poll(content).toBe(`stored after the backup 👍\n${BEFORE}never sent`);
  await comparison.getByRole("button", { name: "Done" }).click();
  await expect(a.page.getByText("Text kept aside.")).toBeHidden();
  await a.page.reload();
  await a.editor.ready();
  await a.editor.expectText(`stored after the backup 👍\n${BEFORE}never sent`);
  await expect(a.page.getByText("Text kept aside.")).toBeHidden();

  // What the viewer saw before the backup was restored is offered too, to look at.
  await b.editor.expectText(`stored after the backup 👍\n${BEFORE}never sent`);
  await b.page.getByRole("button", { name: "Compare" }).click();
  const looked = b.page.getByRole("region", { name: "restored.txt and the text kept aside" });
  await expect(looked.getByText("1 change", { exact: true })).toBeVisible();
  await expect(looked.getByRole("button", { name: /^Take/ })).toHaveCount(0);
  await looked.press("Escape");
  await expect(looked).toBeHidden();
  await b.page.getByRole("button", { name: "Discard" }).click();
  await b.page.getByRole("button", { name: "Discard for good" }).click();
  await expect(b.page.getByText("Text kept aside.")).toBeHidden();

  for (const { context } of [a, b]) await context.close();
  await second.stop();
  for (const left of [folder, before]) await rm(left, { recursive: true, force: true });
});
